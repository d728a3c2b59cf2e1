import { badInput } from '../../platform/errors.ts';

const secondsPer = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** `30d` → seconds. @throws DomainError BAD_USER_INPUT */
export function parseLifetime(text: string): number {
  const [, amount, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  if (amount === undefined) throw badInput('expires', 'must be a number with s, m, h or d, e.g. 30d');
  return Number(amount) * secondsPer[unit as keyof typeof secondsPer];
}
