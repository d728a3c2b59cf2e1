import DataLoader from 'dataloader';
import { sql } from 'kysely';
import { once, type RequestContext } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { plainArray } from '../platform/database/plain-array.ts';
import type { User } from './users.service.ts';

/** Someone, as other people see them. */
export type Person = Pick<User, 'id' | 'number' | 'name' | 'image'>;

const loader = (ctx: RequestContext) =>
  new DataLoader<string, Person>(async (ids) => {
    const { rows } = await sql<Person>`
      select id, number, name, image from users where id = any(${plainArray(ids)}::uuid[])`.execute(ctx.em.getKysely());
    const people = new Map(rows.map((person) => [person.id, person]));
    return ids.map((id) => people.get(id) ?? notFound('This person'));
  });

/** People of one level of a query are read by one statement. Who may know of them is told by whatever names their id. */
export const personOf = (ctx: RequestContext, id: string): Promise<Person> =>
  once(ctx, loader).load(id) as Promise<Person>;
