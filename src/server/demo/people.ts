import { randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { issueToken } from '../../accounts/tokens.service.ts';
import { addUser, countUsers, userByEmail, type User } from '../../accounts/users.service.ts';
import { DomainError } from '../../platform/errors.ts';
import { scopes } from '../../platform/scopes.ts';
import type { DemoToken } from '../banner.ts';
import type { Physique } from './days.ts';

/** The people that a newcomer can be. Nobody's real data: all of it comes from a random generator with a fixed seed. */
export const demoPeople = [
  {
    email: 'ann@demo.example',
    name: 'Ann Demo',
    timezone: 'Europe/Berlin',
    seed: 17,
    physique: { weightKilograms: 66, heightCentimeters: 171, restingHeartRate: 54 },
  },
  {
    email: 'bob@demo.example',
    name: 'Bob Demo',
    timezone: 'America/New_York',
    seed: 23,
    physique: { weightKilograms: 84, heightCentimeters: 183, restingHeartRate: 60 },
  },
] as const;

export interface DemoPerson extends User {
  seed: number;
  physique: Physique;
}

/** Makes the demo people where nobody exists yet. @returns those who were made by this call */
export async function makeDemoPeople(em: EntityManager, now: Date): Promise<DemoPerson[]> {
  if ((await countUsers(em)) > 0) return [];
  const made: DemoPerson[] = [];
  for (const { seed, physique, ...person } of demoPeople) {
    // Nobody needs to know the password: the tokens on the console are the way in.
    const user = await addUser(em, { ...person, password: randomBytes(24).toString('base64url') }, now);
    made.push({ ...user, seed, physique });
  }
  return made;
}

/** A token for each demo person who exists, good for 24 hours. */
export async function freshDemoTokens(em: EntityManager, now: Date): Promise<DemoToken[]> {
  const tokens: DemoToken[] = [];
  for (const { email, name } of demoPeople) {
    const user = await userByEmail(em, email).catch((error: unknown) => {
      if (error instanceof DomainError && error.code === 'NOT_FOUND') return undefined;
      throw error;
    });
    if (!user) continue;
    const { token } = await issueToken(em, user.id, { scopes: [...scopes], lifetimeSeconds: 86_400 }, now);
    tokens.push({ name, token });
  }
  return tokens;
}
