import { readFileSync } from 'node:fs';
import { Decoder, Stream } from '@garmin/fitsdk';

// Garmin's SDK by itself, in one thread: bytes to messages, and nothing done with them.

/** A file as the SDK reads it: the timer times of its sessions, or that it does not read it to its end. */
export interface Decoded {
  timerSeconds: number[] | null;
}

interface Session {
  sport?: string | number;
  totalTimerTime?: number;
}

function decode(bytes: Buffer): Decoded {
  try {
    const { messages, errors } = new Decoder(Stream.fromBuffer(bytes)).read();
    const sessions: Session[] = messages.sessionMesgs ?? [];
    const timed = sessions.filter(({ sport }) => sport !== 'transition');
    return { timerSeconds: errors.length > 0 ? null : timed.map(({ totalTimerTime }) => totalTimerTime ?? 0) };
  } catch {
    // It gives some files up with a TypeError of its own.
    return { timerSeconds: null };
  }
}

process.on('message', (paths: readonly string[]) => {
  const files = paths.map((path) => readFileSync(path));
  const begun = performance.now();
  const decoded = files.map(decode);
  process.send?.({ decoded, milliseconds: performance.now() - begun });
});
