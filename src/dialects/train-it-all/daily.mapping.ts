import { z } from 'zod';
import type { RecordBase } from '../../daily/record-kind.ts';
import { typeId } from '../../platform/ids.ts';
import type { DailyResource } from './daily-resources.ts';
import {
  externalId,
  instantOut,
  intoDomain,
  isoMilliseconds,
  outOfDomain,
  rawPayload,
  requestShape,
  responseShape,
  vendorNameIn,
  type VendorFields,
} from './fields.ts';

/** Whose records are shown, and to which client. */
export interface Reader {
  clientId: string | null;
  organisationId: string;
}

const allFields = ({ fields, gathered }: DailyResource): VendorFields => ({ ...fields, ...gathered?.fields });

/** What a partner sends. Keys that are not here are ignored. */
export function requestOf(resource: DailyResource) {
  const { key } = resource;
  const shape = requestShape(allFields(resource));
  const named = requestShape(key.fields)[key.name] as z.ZodType;
  return z.object(
    {
      // The field that names the record is the one that must be there.
      [key.name]: named instanceof z.ZodOptional ? required(named) : named,
      ...shape,
      externalId,
      rawPayload,
    },
    'must be a JSON object',
  );
}

/** `.nullish()` undone. */
const required = (type: z.ZodOptional): z.ZodType => {
  const inner = type.unwrap() as z.ZodType;
  return inner instanceof z.ZodNullable ? (inner.unwrap() as z.ZodType) : inner;
};

/** What a partner gets. */
export function responseOf(resource: DailyResource): z.ZodType<Record<string, unknown>> {
  const { key, fields, gathered, givesPayload } = resource;
  return z.object({
    id: z.string(),
    organizationId: z.string(),
    athleteId: z.string(),
    ...(key.name === 'day' ? { day: z.iso.date() } : { measuredAt: instantOut }),
    updatedAt: instantOut,
    source: z.string().nullable(),
    sourceName: z.string().nullable(),
    ...responseShape(fields),
    ...(gathered && { [gathered.name]: z.object(responseShape(gathered.fields)).partial().nullable() }),
    ...(givesPayload && { rawPayload: z.unknown() }),
  });
}

/** A checked request under the domain's names. */
export const toDraft = (resource: DailyResource, body: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  ...intoDomain({ ...resource.key.fields, ...allFields(resource) }, body),
  ...(body['externalId'] !== undefined && { externalId: body['externalId'] }),
});

export const vendorNameOf = (resource: DailyResource): ((field: string) => string) =>
  vendorNameIn({ ...resource.key.fields, ...allFields(resource) });

/** A record as the API gives it. What a client sent along is shown to that client alone. */
export function fromRecord(
  resource: DailyResource,
  record: RecordBase & Readonly<Record<string, unknown>>,
  reader: Reader,
): Record<string, unknown> {
  const { kind, key, fields, gathered, givesPayload, derive } = resource;
  const isOwn = record.clientId === reader.clientId;
  return {
    id: typeId(kind.name, record.id),
    ...members(record.ownerId, reader),
    ...(key.name === 'day' ? { day: record.localDate } : outOfDomain(key.fields, record)),
    updatedAt: isoMilliseconds(record.updatedAt),
    ...sourceOf(record.clientId),
    ...outOfDomain(fields, record),
    ...(gathered && { [gathered.name]: present(outOfDomain(gathered.fields, record)) }),
    ...derive?.(record as never),
    ...(givesPayload && { rawPayload: isOwn ? record.payload : null }),
  };
}

/** The fields that there are; `null` when there are none. */
function present(fields: Record<string, unknown>): Record<string, unknown> | null {
  const known = Object.entries(fields).filter(([, value]) => value !== null);
  return known.length === 0 ? null : Object.fromEntries(known);
}

export const members = (ownerId: string, { organisationId }: Pick<Reader, 'organisationId'>) => ({
  organizationId: typeId('Organisation', organisationId),
  athleteId: typeId('Member', ownerId),
});

/** Who wrote it: a partner, or the person. */
export const sourceOf = (clientId: string | null) =>
  clientId === null ? { source: 'MANUAL', sourceName: 'MANUAL' } : { source: 'EXTERNAL', sourceName: clientId };
