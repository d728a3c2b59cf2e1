import { DomainError } from '../platform/errors.ts';

/** Lets in so many at a time; the others wait for their turn. */
export interface WaitingLine {
  /** @throws DomainError RATE_LIMITED when too many wait already */
  pass<Made>(work: () => Promise<Made>): Promise<Made>;
}

export function waitingLine({ places, maxWaiting }: { places: number; maxWaiting: number }): WaitingLine {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return {
    async pass(work) {
      if (inside < places) inside += 1;
      else if (waiting.length >= maxWaiting)
        throw new DomainError('RATE_LIMITED', 'Too many files are being read: try again.');
      // Whoever goes hands on the place, so that nobody who comes just then gets in before.
      else await new Promise<void>((enter) => waiting.push(enter));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else inside -= 1;
      }
    },
  };
}
