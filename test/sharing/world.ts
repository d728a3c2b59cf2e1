import { encodeFit } from '../../src/files/fit/encode.ts';
import { madeUpRecording } from '../../src/files/testing/made-up-recording.ts';
import { typeId } from '../../src/platform/ids.ts';
import { metricNames, metrics } from '../../src/samples/metrics.ts';
import { clientOf, person, type TestPerson } from '../gateway/people.ts';
import { write } from '../gateway/records.ts';
import type { TestGateway } from '../gateway/test-gateway.ts';
import { Marks } from './markers.ts';
import type { Known, Node } from './model.ts';
import { everythingOf, recordKinds } from './record-kinds.ts';
import type { KnownSample } from './samples.ts';
import { writeFull } from './written-records.ts';

/** What is shared, in the middle of what is not. */
export const [dayBefore, firstDay, lastDay, dayAfter] = [
  '2026-02-09',
  '2026-02-10',
  '2026-02-12',
  '2026-02-13',
] as const;
export const days = [dayBefore, firstDay, lastDay, dayAfter] as const;
export const eachDay = ['2026-02-09', '2026-02-10', '2026-02-11', '2026-02-12', '2026-02-13'] as const;

/** Someone's data: a record of every type on every day, and what is hard to tell apart at the edges. */
export interface World {
  gateway: TestGateway;
  owner: TestPerson;
  marks: Marks;
  records: readonly Known[];
  samples: readonly KnownSample[];
}

export async function makeWorld(gateway: TestGateway): Promise<World> {
  const owner = await person(gateway, { name: 'Ann' });
  const marks = new Marks();
  const written: { type: Known['type']; id: string; date: string; clientId: string | null }[] = [];
  const samples: KnownSample[] = [];
  for (const date of days) {
    // A client of each day's own: it must not be known of by who sees another day only.
    const client = await clientOf(gateway, owner);
    const { clientId } = client;
    marks.know(clientId, { type: 'Client', field: 'clientId', date, of: clientId });
    for (const kind of recordKinds)
      written.push({ type: kind.type, id: await writeFull(client, marks, kind, date), date, clientId });
    samples.push(...(await sendSamples(client, marks, date, clientId)));
  }
  for (const extra of await writeEdges(owner, marks)) written.push({ ...extra, clientId: null });
  samples.push(...(await sendFromAbroad(owner, marks)));
  await givePayloads(gateway, marks, written);
  for (const { type, id, date } of written) marks.know(id, { type, field: 'id', date, of: id });
  const records = await asOwnerSees(owner, written);
  for (const { type, id, date, node } of records) {
    const { file } = node as { file?: { sha256: string; name: string } | null };
    if (file) for (const value of [file.sha256, file.name]) marks.know(value, { type, field: 'file', date, of: id });
  }
  return { gateway, owner, marks, records, samples };
}

/** Two samples of every metric in one hour of a day, and one near its end. */
async function sendSamples(who: TestPerson, marks: Marks, date: string, clientId: string): Promise<KnownSample[]> {
  const sent: KnownSample[] = [];
  for (const metric of metricNames) {
    const near = Math.floor((metrics[metric].low + metrics[metric].high) / 10) + 6;
    const samples = ['08:10', '08:50', '23:30', '23:40'].map((time) => ({
      startedAt: `${date}T${time}:00+01:00`,
      value: marks.fraction(near),
    }));
    await write(who, 'addSamples', { metric, device: 'Watch', samples }, 'accepted');
    for (const { startedAt, value } of samples) {
      marks.know(value, { type: 'Sample', field: metrics[metric].category, date, of: metric });
      sent.push({ metric, device: 0, startedAt, utcOffsetMinutes: 60, value, clientId });
    }
  }
  return sent;
}

/** In the last hour of the day before, another device lives in the first day already. */
async function sendFromAbroad(owner: TestPerson, marks: Marks): Promise<KnownSample[]> {
  const sent: KnownSample[] = [];
  for (const metric of metricNames) {
    const value = marks.fraction(Math.floor((metrics[metric].low + metrics[metric].high) / 10) + 6);
    const startedAt = `${firstDay}T07:35:00+09:00`;
    await write(owner, 'addSamples', { metric, device: 'Travel', samples: [{ startedAt, value }] }, 'accepted');
    marks.know(value, { type: 'Sample', field: metrics[metric].category, date: firstDay, of: metric });
    sent.push({ metric, device: 1, startedAt, utcOffsetMinutes: 540, value, clientId: null });
  }
  return sent;
}

type Extra = Pick<Known, 'type' | 'id' | 'date'>;

/** Records with little in them, workouts that are the same over midnight and within a day, and files. */
async function writeEdges(owner: TestPerson, marks: Marks): Promise<Extra[]> {
  const extras: Extra[] = [];
  const add = async (type: Known['type'], date: string, input: object) => {
    const kind = recordKinds.find((one) => one.type === type);
    if (!kind) throw new Error(`no ${type}`);
    const payload = await write<Record<string, { id: string }>>(owner, kind.mutation, input, `${kind.record} { id }`);
    const id = payload[kind.record]?.id ?? '';
    for (const [field, value] of Object.entries(input))
      if (typeof value === 'number' || String(value).startsWith('mk')) marks.know(value, { type, field, date, of: id });
    extras.push({ type, date, id });
  };
  const workout = (date: string, time: string, sport: string) =>
    add('Activity', date, {
      title: marks.text(),
      notes: marks.text(),
      startedAt: `${date}T${time}+01:00`,
      sport,
      durationSeconds: marks.fraction(1800),
    });
  await workout(firstDay, '00:00:20', 'cycling');
  await workout(dayBefore, '23:59:50', 'cycling');
  await workout(lastDay, '23:59:40', 'hiking');
  await workout(dayAfter, '00:00:10', 'hiking');
  await workout(firstDay, '12:00:00', 'rowing');
  await workout(firstDay, '12:00:30', 'rowing');
  for (const date of days) {
    await add('SleepDay', date, { day: date, remSleepSeconds: marks.whole(10_000) });
    await add('WellnessDay', date, { day: date, steps: marks.whole(10_000) });
    for (const [hour, field] of ['weightKilograms', 'restingHeartRate', 'sleepHours'].entries())
      await add('BodyMetric', date, { measuredAt: `${date}T1${hour}:00:00+01:00`, [field]: marks.fraction(22) });
    await add('BodyMetric', date, { measuredAt: `${date}T19:00:00+01:00`, notes: marks.text() });
    await add('Wakeup', date, { occurredAt: `${date}T06:59:00+01:00` });
    const [title, name] = [marks.text(), `${marks.text()}.fit`];
    const bytes = encodeFit(madeUpRecording({ start: `${date}T09:00:00Z`, seconds: 30, title, utcOffsetMinutes: 60 }));
    const { data } = await owner.uploads(bytes, name);
    const id = data?.uploadActivityFile.activities[0]?.id ?? '';
    marks.know(title, { type: 'Activity', field: 'title', date, of: id });
    marks.know(name.slice(0, 8), { type: 'Activity', field: 'file', date, of: id });
    extras.push({ type: 'Activity', date, id });
  }
  return extras;
}

/** What partners sent along is stored beside records, and shown to nobody else. */
async function givePayloads(gateway: TestGateway, marks: Marks, written: readonly Extra[]): Promise<void> {
  const em = gateway.orm.em.fork();
  const tables = await em.execute<{ name: string; key: string }[]>(
    `select c.table_name as name, case when k.column_name is null then 'id' else k.column_name end as key
     from information_schema.columns c
     left join information_schema.columns k on k.table_name = c.table_name and k.column_name = 'activity_id'
     where c.table_schema = 'public' and c.column_name = 'payload' and exists (
       select from information_schema.columns o where o.table_name = c.table_name and o.column_name = 'owner_id')`,
  );
  if (tables.length === 0) throw new Error('no table keeps payloads');
  for (const { name, key } of tables) {
    const rows = await em.execute<{ id: string }[]>(`select "${key}" as id from "${name}"`);
    for (const { id } of rows) {
      const record = written.find((one) => one.id === typeId(one.type, id));
      if (!record) continue;
      const text = marks.text();
      marks.know(text, { type: record.type, field: 'payload', date: record.date, of: record.id });
      await em.execute(`update "${name}" set payload = ? where "${key}" = ?`, [JSON.stringify({ name: text }), id]);
    }
  }
}

export async function asOwnerSees(owner: TestPerson, written: readonly Omit<Known, 'node'>[]): Promise<Known[]> {
  const known: Known[] = [];
  for (const [type, own] of Map.groupBy(written, (record) => record.type)) {
    const { nodes } = await owner.gets<{ nodes: Node[] }>(
      `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on ${type} { ${everythingOf(type)} } } }`,
      { ids: own.map(({ id }) => id) },
    );
    for (const [index, record] of own.entries()) {
      const node = nodes[index];
      if (!node) throw new Error(`the owner does not see ${record.id}`);
      known.push({ ...record, node });
    }
  }
  return known;
}
