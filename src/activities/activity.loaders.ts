import DataLoader from 'dataloader';
import { once, type RequestContext } from '../platform/context.ts';
import type { DataAccess } from '../sharing/access.ts';
import { downsample } from '../files/downsample.ts';
import type { StreamKind } from '../files/recording.ts';
import { readFiles, readLaps, readPauses, readSources, readStreams } from './activity-parts.read.ts';

/** What asks for a part: the activity, and the access it was read through. */
export interface PartKey {
  access: DataAccess;
  activityId: string;
}

type PartLoader<T> = DataLoader<PartKey, T[], string>;

/** Gathers the parts of all activities of one level of a query into one statement for each person whose data it is. */
export function partLoader<T>(
  read: (access: DataAccess, activityIds: readonly string[]) => Promise<Map<string, T[]>>,
): PartLoader<T> {
  return new DataLoader<PartKey, T[], string>(
    async (keys) => {
      const found = new Map<DataAccess, Promise<Map<string, T[]>>>();
      for (const [access, own] of Map.groupBy(keys, (key) => key.access)) {
        found.set(
          access,
          read(
            access,
            own.map((key) => key.activityId),
          ),
        );
      }
      return Promise.all(keys.map(async (key) => (await found.get(key.access))?.get(key.activityId) ?? []));
    },
    { cacheKeyFn: (key) => `${key.access.ownerId}/${key.activityId}` },
  );
}

const lapLoader = (ctx: RequestContext) => partLoader((access, ids) => readLaps(ctx, access, ids));
const pauseLoader = (ctx: RequestContext) => partLoader((access, ids) => readPauses(ctx, access, ids));
const sourceLoader = (ctx: RequestContext) => partLoader((access, ids) => readSources(ctx, access, ids));
const fileLoader = (ctx: RequestContext) => partLoader((access, ids) => readFiles(ctx, access, ids));

type StreamLoader = ReturnType<typeof streamLoader>;
const streamLoader = (ctx: RequestContext, kinds: readonly StreamKind[], maxPoints: number) =>
  partLoader((access, ids) => readStreams(ctx, access, ids, kinds, (stream) => downsample(stream, maxPoints)));
const streamLoaders = () => new Map<string, StreamLoader>();

export const lapsOf = (ctx: RequestContext, key: PartKey) => once(ctx, lapLoader).load(key);
export const pausesOf = (ctx: RequestContext, key: PartKey) => once(ctx, pauseLoader).load(key);
export const sourcesOf = (ctx: RequestContext, key: PartKey) => once(ctx, sourceLoader).load(key);
export const filesOf = (ctx: RequestContext, key: PartKey) => once(ctx, fileLoader).load(key);

/** Streams are loaded by what is asked for: a level of a query that asks for other kinds or points is another statement. */
export function streamsOf(ctx: RequestContext, key: PartKey, kinds: readonly StreamKind[], maxPoints: number) {
  const loaders = once(ctx, streamLoaders);
  const name = `${[...kinds].sort().join()}/${maxPoints}`;
  const loader = loaders.get(name) ?? streamLoader(ctx, kinds, maxPoints);
  loaders.set(name, loader);
  return loader.load(key);
}
