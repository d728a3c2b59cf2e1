import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { streamKinds, type StreamKind } from '../files/recording.ts';
import type { RequestContext } from '../platform/context.ts';
import { badInput } from '../platform/errors.ts';
import {
  ActivityFileType,
  ActivitySourceType,
  ActivityType,
  LapType,
  PauseType,
  StreamKindEnum,
  StreamType,
  type ActivityRoot,
} from './activity.graphql.ts';
import { filesOf, lapsOf, pausesOf, sourcesOf, streamsOf } from './activity.loaders.ts';
import type { PartKey } from './activity-parts.read.ts';

/** What the download addresses start with. */
export interface PublicAddress {
  publicUrl: string;
}

const most = 100_000;
const key = (activity: ActivityRoot): PartKey => ({ access: activity.access, activityId: activity.uuid });
const hex = (bytes: Buffer) => bytes.toString('hex');

@Resolver(() => ActivityType)
export class ActivityFieldResolver {
  @FieldResolver(() => [LapType], { complexity: 5 })
  laps(@Root() activity: ActivityRoot, @Ctx() ctx: RequestContext) {
    return lapsOf(ctx, key(activity));
  }

  @FieldResolver(() => [PauseType], { complexity: 5 })
  pauses(@Root() activity: ActivityRoot, @Ctx() ctx: RequestContext) {
    return pausesOf(ctx, key(activity));
  }

  @FieldResolver(() => [ActivitySourceType], { description: 'Newest first.', complexity: 5 })
  async sources(@Root() activity: ActivityRoot, @Ctx() ctx: RequestContext): Promise<ActivitySourceType[]> {
    const sources = await sourcesOf(ctx, key(activity));
    return sources.map((source) => ({ ...source, checksum: source.checksum && hex(source.checksum) }));
  }

  @FieldResolver(() => ActivityFileType, {
    nullable: true,
    description: 'The uploaded file; only its owner sees it.',
    complexity: 5,
  })
  async file(
    @Root() activity: ActivityRoot,
    @Ctx() ctx: RequestContext & PublicAddress,
  ): Promise<ActivityFileType | null> {
    const [file] = await filesOf(ctx, key(activity));
    if (!file) return null;
    return { ...file, sha256: hex(file.sha256), url: `${ctx.publicUrl}/activities/${activity.id}/file` };
  }

  @FieldResolver(() => String, {
    description: 'Where the activity can be downloaded as a FIT file, with the bearer token.',
  })
  fitUrl(@Root() activity: ActivityRoot, @Ctx() ctx: PublicAddress): string {
    return `${ctx.publicUrl}/activities/${activity.id}/fit`;
  }

  @FieldResolver(() => [StreamType], {
    description:
      'Recorded quantities over time. A stream with more points is thinned out so that its shape stays (LTTB).',
    complexity: ({ args }: { args: { maxPoints?: number } }) => 50 + Math.ceil((args.maxPoints ?? 0) / 10),
  })
  async streams(
    @Root() activity: ActivityRoot,
    @Arg('kinds', () => [StreamKindEnum], { nullable: true, description: 'All by default.' })
    kinds: StreamKind[] | null,
    @Arg('maxPoints', () => Int, { defaultValue: 1000, description: `Points per stream, 2 to ${most}.` })
    maxPoints: number,
    @Ctx() ctx: RequestContext,
  ): Promise<StreamType[]> {
    if (maxPoints < 2 || maxPoints > most) throw badInput('maxPoints', `must be between 2 and ${most}`);
    return streamsOf(ctx, key(activity), kinds ?? streamKinds, maxPoints);
  }
}
