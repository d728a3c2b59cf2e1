import type { FitMessage } from './fit-message.ts';

/** FIT: time counts from 1989-12-31T00:00:00Z. Values below 0x10000000 count from when the device was switched on. */
export const fitEpochMs = Date.UTC(1989, 11, 31);
export const firstClockTime = 0x10000000;

export const toEpochMs = (fitSeconds: number) => fitEpochMs + fitSeconds * 1000;

/** A field as number; undefined where it is absent or, in a file that breaks the profile, of another type. */
export function numberOf(message: FitMessage, field: string): number | undefined {
  return asNumber(message[field]);
}

export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function textOf(message: FitMessage, field: string): string | undefined {
  const value = message[field];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** A list field: absent values stay null. */
export function listOf(message: FitMessage, field: string): readonly unknown[] {
  const value = message[field];
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

/** `lapSwimming`, as the SDK names it, to `lap_swimming`, as the FIT profile does. */
export const toSnakeCase = (name: string) => name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);

export const toCamelCase = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
