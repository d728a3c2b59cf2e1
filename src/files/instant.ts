import { readInstant } from '../platform/instant.ts';

export interface FileInstant {
  epochMs: number;
  utcOffsetMinutes: number | undefined;
}

/** Reads an instant of a TCX or GPX file; one without zone counts as UTC. Returns undefined for anything that is no existing date and time. */
export function parseInstant(text: string): FileInstant | undefined {
  const instant = readInstant(text.trim());
  return instant && { epochMs: instant.epochMs, utcOffsetMinutes: instant.writtenOffsetMinutes };
}
