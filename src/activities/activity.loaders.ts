import DataLoader from 'dataloader';
import { once, type RequestContext } from '../platform/context.ts';
import { downsample } from '../files/downsample.ts';
import type { StreamKind } from '../files/recording.ts';
import { readFiles, readLaps, readPauses, readSources, readStreams, type PartKey } from './activity-parts.read.ts';

type PartLoader<T> = DataLoader<PartKey, T[], string>;

/** Gathers the parts of all activities of one level of a query, whoever they belong to. */
export function partLoader<T>(read: (keys: readonly PartKey[]) => Promise<Map<string, T[]>>): PartLoader<T> {
  return new DataLoader<PartKey, T[], string>(
    async (keys) => {
      const found = await read(keys);
      return keys.map(({ activityId }) => found.get(activityId) ?? []);
    },
    { cacheKeyFn: ({ access, activityId }) => `${access.ownerId}/${activityId}` },
  );
}

const lapLoader = (ctx: RequestContext) => partLoader((keys) => readLaps(ctx, keys));
const pauseLoader = (ctx: RequestContext) => partLoader((keys) => readPauses(ctx, keys));
const sourceLoader = (ctx: RequestContext) => partLoader((keys) => readSources(ctx, keys));
const fileLoader = (ctx: RequestContext) => partLoader((keys) => readFiles(ctx, keys));

type StreamLoader = ReturnType<typeof streamLoader>;
const streamLoader = (ctx: RequestContext, kinds: readonly StreamKind[], maxPoints: number) =>
  partLoader((keys) => readStreams(ctx, keys, kinds, (stream) => downsample(stream, maxPoints)));
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
