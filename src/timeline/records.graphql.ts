import { toActivityRoot } from '../activities/activity.graphql.ts';
import { activitiesById } from '../activities/activity.read.ts';
import { bodyMetrics } from '../daily/body-metric.ts';
import { journal } from '../daily/journal.ts';
import { nutritionDays } from '../daily/nutrition-day.ts';
import type { RecordKind } from '../daily/record-kind.ts';
import { toRecordRoot } from '../daily/record.graphql.ts';
import { dailyById } from '../daily/record.read.ts';
import { sleepDays } from '../daily/sleep-day.ts';
import { wellnessDays } from '../daily/wellness-day.ts';
import type { RequestContext } from '../platform/context.ts';
import type { DataAccess } from '../sharing/access.ts';
import type { RecordType } from '../sharing/shared-fields.ts';

const dailyKinds: readonly RecordKind[] = [
  sleepDays,
  wellnessDays,
  nutritionDays,
  bodyMetrics,
  ...Object.values(journal),
];

const kinds = new Map<RecordType, RecordKind>(dailyKinds.map((kind) => [kind.name, kind]));

export const recordTypes: readonly RecordType[] = ['Activity', ...kinds.keys()];

/** A record that was found by its id, as the root of its GraphQL type. */
export interface FoundRecord {
  id: string;
  root: object;
}

/** Records of a type by id, as far as one of the accesses opens them. @throws DomainError FORBIDDEN without the scope of the type */
export async function recordsById(
  ctx: RequestContext,
  type: RecordType,
  accesses: readonly DataAccess[],
  ids: readonly string[],
): Promise<FoundRecord[]> {
  const kind = kinds.get(type);
  if (!kind) {
    const found = await activitiesById(ctx, accesses, ids);
    return found.map(({ access, record }) => ({ id: record.id, root: toActivityRoot(access, record) }));
  }
  const found = await dailyById(ctx, kind, accesses, ids);
  return found.map(({ access, record }) => ({ id: record.id, root: toRecordRoot(access, kind.name, record) }));
}
