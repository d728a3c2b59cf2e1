import DataLoader from 'dataloader';
import { once, type RequestContext } from '../platform/context.ts';
import type { ConnectionArguments, Page } from '../platform/relay/page.ts';
import type { DataAccess } from './access.ts';
import { noteRead } from './access-log.ts';
import {
  countHealthRecords,
  everything,
  readHealthPages,
  type Counted,
  type DateFilter,
  type HealthList,
  type HealthRow,
  type Narrowing,
} from './health-list.ts';

type PageLoader = DataLoader<DataAccess, Page<HealthRow>>;
type CountLoader = DataLoader<DataAccess, Counted>;

const pageLoaders = () => new Map<string, PageLoader>();
const countLoaders = () => new Map<string, CountLoader>();

/** What must be alike for lists of several owners to be read together. */
const nameOf = (list: HealthList, filter: DateFilter, narrowing: Narrowing, args: ConnectionArguments): string =>
  JSON.stringify([
    list.table,
    list.fields,
    filter.from,
    filter.to,
    filter.updatedSince,
    narrowing.filter,
    args.first,
    args.after,
    args.last,
    args.before,
  ]);

/**
 * A page of an owner's list. Those of all owners at one level of a query are one statement, where they ask for the same.
 * @throws DomainError BAD_USER_INPUT for a wrong size or cursor
 */
export function healthPage<Row extends HealthRow>(
  ctx: RequestContext,
  list: HealthList,
  access: DataAccess,
  filter: DateFilter,
  args: ConnectionArguments,
  narrowing: Narrowing = everything,
): Promise<Page<Row>> {
  const loaders = once(ctx, pageLoaders);
  const name = nameOf(list, filter, narrowing, args);
  const loader =
    loaders.get(name) ??
    new DataLoader<DataAccess, Page<HealthRow>>(
      (accesses) => readHealthPages(ctx.em, list, accesses, filter, args, narrowing),
      { cache: false },
    );
  loaders.set(name, loader);
  return loader.load(access) as Promise<Page<Row>>;
}

/** How many records an owner's list has; read as `healthPage` is. A viewer's count is noted: it tells of every record. */
export async function healthCount(
  ctx: RequestContext,
  list: HealthList,
  access: DataAccess,
  filter: DateFilter,
  narrowing: Narrowing = everything,
): Promise<number> {
  const loaders = once(ctx, countLoaders);
  const name = nameOf(list, filter, narrowing, {});
  const loader =
    loaders.get(name) ??
    new DataLoader<DataAccess, Counted>((accesses) => countHealthRecords(ctx.em, list, accesses, filter, narrowing), {
      cache: false,
    });
  loaders.set(name, loader);
  const { count, seen } = await loader.load(access);
  for (const { category, firstDate, lastDate } of seen) noteRead(ctx, access, category, firstDate, lastDate);
  return count;
}
