import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../platform/context.ts';
import { ConnectionArgs, connectionComplexity, connectionOf } from '../platform/relay/connection.graphql.ts';
import { mapPage } from '../platform/relay/page.ts';
import type { DataAccess } from '../sharing/access.ts';
import { DateFilterType } from '../sharing/date-filter.graphql.ts';
import { HealthDataType } from '../sharing/health-data.graphql.ts';
import {
  JournalEntryType,
  JournalKindEnum,
  LogMealInput,
  LogSupplementInput,
  LogWakeupInput,
  LogWaterInput,
  MealType,
  SupplementType,
  UpdateMealInput,
  UpdateSupplementInput,
  UpdateWakeupInput,
  UpdateWaterInput,
  WakeupType,
  WaterType,
} from './journal.graphql.ts';
import type { JournalKindName } from './journal.input.ts';
import { countJournal, listJournal } from './journal.read.ts';
import { journal, meals, supplements, wakeups, waters } from './journal.ts';
import { mutationsOf } from './record-resolvers.graphql.ts';
import { toRecordRoot } from './record.graphql.ts';

export const WakeupMutations = mutationsOf({
  kind: wakeups,
  type: WakeupType,
  mutation: 'logWakeup',
  description: 'Writes down that you got up.',
  draft: LogWakeupInput,
  change: UpdateWakeupInput,
});

export const MealMutations = mutationsOf({
  kind: meals,
  type: MealType,
  mutation: 'logMeal',
  description: 'Writes down what you ate.',
  draft: LogMealInput,
  change: UpdateMealInput,
});

export const SupplementMutations = mutationsOf({
  kind: supplements,
  type: SupplementType,
  mutation: 'logSupplement',
  description: 'Writes down what you took.',
  draft: LogSupplementInput,
  change: UpdateSupplementInput,
});

export const WaterMutations = mutationsOf({
  kind: waters,
  type: WaterType,
  mutation: 'logWater',
  description: 'Writes down what you drank.',
  draft: LogWaterInput,
  change: UpdateWaterInput,
});

const JournalConnection = connectionOf('JournalEntry', () => JournalEntryType as never);

@Resolver(() => HealthDataType)
export class JournalList {
  @FieldResolver(() => JournalConnection, {
    nullable: true,
    description:
      'Newest first. Scopes: sleep:read for wakeups, nutrition:read for the others; without one of those asked for `null` with an error.',
    complexity: connectionComplexity,
  })
  async journal(
    @Root() access: DataAccess,
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @Arg('kinds', () => [JournalKindEnum], { nullable: true, description: 'All by default.' })
    kinds: JournalKindName[] | null,
    @Arg('filter', () => DateFilterType, { nullable: true }) filter: DateFilterType | null,
    @Ctx() ctx: RequestContext,
  ) {
    const wanted = { ...filter, kinds };
    return {
      ...mapPage(await listJournal(ctx, access, wanted, page), (node) =>
        toRecordRoot(access, journal[node.kind].name, node),
      ),
      totalCount: () => countJournal(ctx, access, wanted),
    };
  }
}
