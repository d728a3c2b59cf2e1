import { encodeFit } from '../../src/files/fit/encode.ts';
import { madeUpRecording } from '../../src/files/testing/made-up-recording.ts';
import { send, sendGraphql, type Answer, type Request } from './answers.ts';
import type { Chance } from './chance.ts';
import { dayBefore, someDay } from './days.ts';

/** A record that is about to be written. */
export interface Draft {
  /** What it is called in this test: its type and the moment or day that no other record of its owner has. */
  name: string;
  date: string;
  /** The categories that it tells of. */
  carried: readonly string[];
  send: (url: string, token: string, cut?: AbortSignal) => Promise<Answer>;
}

export interface RecordDoor {
  /** Whether the same may be sent twice, and is one record. */
  isRepeatable: boolean;
  /** @param number from 1, another one for every record of an owner */
  draft: (number: number, chance: Chance) => Draft;
}

/** A moment of a day that no other record has: the number is the second. */
const momentOf = (date: string, number: number) => ({ date, at: new Date(Date.parse(date) + number * 1000) });
const written = (at: Date) => at.toISOString().replace('.000Z', '+00:00');
export const named = (type: string, at: Date | string): string =>
  `${type} ${typeof at === 'string' ? at : at.toISOString()}`;

const rest = (path: string, json: unknown, cut?: AbortSignal): Request => ({ path, json, ...(cut && { cut }) });

/** Writes through a mutation that takes one input. */
const mutates =
  (mutation: string, input: object): Draft['send'] =>
  (url, token, cut) => {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
    const query = `mutation ($input: ${type}) { ${mutation}(input: $input) { created } }`;
    return sendGraphql(url, token, { json: { query, variables: { input } }, ...(cut && { cut }) });
  };

type Kind = (at: Date, externalId: string) => Pick<Draft, 'name' | 'carried' | 'send'>;

/** What GraphQL takes here, each known again by its external id or its moment. */
const kinds: readonly Kind[] = [
  (at, externalId) => ({
    name: named('Meal', at),
    carried: ['MEAL'],
    send: mutates('logMeal', { externalId, occurredAt: written(at), name: 'Rice' }),
  }),
  (at, externalId) => ({
    name: named('Water', at),
    carried: ['WATER'],
    send: mutates('logWater', { externalId, occurredAt: written(at), volumeMilliliters: 200 }),
  }),
  (at, externalId) => ({
    name: named('Supplement', at),
    carried: ['SUPPLEMENT'],
    send: mutates('logSupplement', { externalId, occurredAt: written(at), name: 'Iron' }),
  }),
  (at) => ({
    name: named('BodyMetric', at),
    carried: ['WEIGHT'],
    send: mutates('recordBodyMetric', { measuredAt: written(at), weightKilograms: 70 }),
  }),
];

const graphql: RecordDoor = {
  isRepeatable: true,
  draft(number, chance) {
    const { date, at } = momentOf(someDay(chance), number);
    return { date, ...chance.one(kinds)(at, `graphql-${number}`) };
  },
};

/** Nights, each of which tells of two categories. */
const nights: RecordDoor = {
  isRepeatable: true,
  draft(number) {
    const day = dayBefore(number);
    return {
      name: named('SleepDay', day),
      date: day,
      carried: ['SLEEP', 'WAKEUP'],
      send: mutates('recordSleepDay', { day, sleepSeconds: 25_200, endedAt: `${day}T07:00:00+00:00` }),
    };
  },
};

const trainItAll: RecordDoor = {
  isRepeatable: true,
  draft(number, chance) {
    const { date, at } = momentOf(someDay(chance), number);
    if (chance.happens(0.5)) {
      const body = { measuredAt: written(at), weightKg: 70 };
      return {
        name: named('BodyMetric', at),
        date,
        carried: ['WEIGHT'],
        send: (url, token, cut) => send(url, token, rest('/api/external/v1/body-metrics', body, cut)),
      };
    }
    const body = {
      externalId: `partner-${number}`,
      title: 'Run',
      type: 'RUN',
      startedAt: written(at),
      durationMin: 45,
      timezone: 'Etc/UTC',
    };
    return {
      name: named('Activity', at),
      date,
      carried: ['WORKOUT'],
      send: (url, token, cut) => send(url, token, rest('/api/external/v1/activities', body, cut)),
    };
  },
};

/** Knows no id of the sender's: what is sent twice is there twice. */
const sportTracks: RecordDoor = {
  isRepeatable: false,
  draft(number, chance) {
    const { date, at } = momentOf(someDay(chance), number);
    const body = { start_time: written(at), type: 'Running', name: 'Run', duration: 60 };
    return {
      name: named('Activity', at),
      date,
      carried: ['WORKOUT'],
      send: (url, token, cut) => send(url, token, rest('/api/v2/fitnessActivities', body, cut)),
    };
  },
};

/** Files are known again by their bytes. */
const fitFiles: RecordDoor = {
  isRepeatable: true,
  draft(number, chance) {
    const { date, at } = momentOf(someDay(chance), number);
    const bytes = encodeFit(madeUpRecording({ start: at.toISOString(), seconds: 30, utcOffsetMinutes: 0 }));
    const query = 'mutation ($file: Upload!) { uploadActivityFile(input: { file: $file }) { duplicate } }';
    return {
      name: named('Activity', at),
      date,
      carried: ['WORKOUT'],
      send(url, token, cut) {
        const form = new FormData();
        form.append('operations', JSON.stringify({ query, variables: { file: null } }));
        form.append('map', JSON.stringify({ 0: ['variables.file'] }));
        form.append('0', new Blob([Buffer.from(bytes)]), `${number}.fit`);
        return sendGraphql(url, token, { form, ...(cut && { cut }) });
      },
    };
  },
};

/** One for each owner. */
export const recordDoors: readonly RecordDoor[] = [graphql, trainItAll, sportTracks, fitFiles, nights];
