import {
  Arg,
  Args,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import type { ClassType } from 'type-graphql';
import type { RequestContext } from '../platform/context.ts';
import { idOf } from '../platform/ids.ts';
import { ConnectionArgs, connectionComplexity, connectionOf } from '../platform/relay/connection.graphql.ts';
import { mapPage } from '../platform/relay/page.ts';
import { readBack } from '../platform/relay/read-back.ts';
import { DataAccess } from '../sharing/access.ts';
import { DateFilterType } from '../sharing/date-filter.graphql.ts';
import { HealthDataType } from '../sharing/health-data.graphql.ts';
import type { RecordBase, RecordKind } from './record-kind.ts';
import { toRecordRoot } from './record.graphql.ts';
import { countDaily, listDaily } from './record.read.ts';
import { deleteDaily, recordDaily, updateDaily } from './record.write.ts';

/** How a kind of record appears in GraphQL. */
export interface RecordDoor {
  kind: RecordKind;
  type: ClassType<object>;
  /** The mutation that writes one, e.g. recordSleepDay, logMeal. */
  mutation: string;
  description: string;
  draft: ClassType<object>;
  change: ClassType<{ id: string }>;
}

const fieldOf = ({ kind }: RecordDoor) => kind.name.charAt(0).toLowerCase() + kind.name.slice(1);
const upperFirst = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/** The mutations of a kind of record: write, update by id, delete by id. */
export function mutationsOf(door: RecordDoor): ClassType<object> {
  const { kind, type } = door;
  const field = fieldOf(door);
  const needs = `Scope: ${kind.scopes.write}.`;
  const readBackWords = `Of it all but the id needs the scope ${kind.scopes.read}; without it \`null\` with an error.`;
  const asPayload = (ctx: RequestContext, record: RecordBase) =>
    readBack(ctx, kind.scopes.read, toRecordRoot(DataAccess.own(ctx), kind.name, record));

  @ObjectType(`${upperFirst(door.mutation)}Payload`, { simpleResolvers: true, description: 'The record as it is now.' })
  class RecordPayload {
    @Field(() => type, { name: field, nullable: true, description: readBackWords })
    record!: object;

    @Field(() => Boolean, { description: 'false: the record was there already.' })
    created!: boolean;
  }

  @ObjectType(`Update${kind.name}Payload`, { simpleResolvers: true, description: 'The record as it is now.' })
  class UpdatePayload {
    @Field(() => type, { name: field, nullable: true, description: readBackWords })
    record!: object;
  }

  @InputType(`Delete${kind.name}Input`, { description: 'Which record goes.' })
  class DeleteInput {
    @Field(() => ID)
    id!: string;
  }

  @ObjectType(`Delete${kind.name}Payload`, {
    simpleResolvers: true,
    description: 'What a client takes out of its store.',
  })
  class DeletePayload {
    @Field(() => ID)
    deletedId!: string;
  }

  @Resolver()
  class Mutations {
    @Mutation(() => RecordPayload, { name: door.mutation, description: `${door.description} ${needs}` })
    async record(@Arg('input', () => door.draft) input: object, @Ctx() ctx: RequestContext) {
      const { record, created } = await recordDaily(ctx, kind, input);
      return { [field]: asPayload(ctx, record), created };
    }

    @Mutation(() => UpdatePayload, {
      name: `update${kind.name}`,
      description: `What is absent stays as it is; \`null\` clears what may be empty. ${needs}`,
    })
    async update(@Arg('input', () => door.change) { id, ...change }: { id: string }, @Ctx() ctx: RequestContext) {
      const record = await updateDaily(ctx, kind, idOf(kind.name, id), change);
      return { [field]: asPayload(ctx, record) };
    }

    @Mutation(() => DeletePayload, { name: `delete${kind.name}`, description: needs })
    async delete(@Arg('input', () => DeleteInput) { id }: DeleteInput, @Ctx() ctx: RequestContext) {
      await deleteDaily(ctx, kind, idOf(kind.name, id));
      return { deletedId: id };
    }
  }
  return Mutations;
}

/** The list of a kind of record in `HealthData`. */
export function listOf({ kind, type }: RecordDoor, name: string): ClassType<object> {
  const Connection = connectionOf(kind.name, () => type);

  @Resolver(() => HealthDataType)
  class List {
    @FieldResolver(() => Connection, {
      nullable: true,
      description: `Newest first. Scope: ${kind.scopes.read}; without it \`null\` with an error.`,
      complexity: connectionComplexity,
    })
    // type-graphql tells the resolvers of one type apart by the names of their methods.
    async [name](
      @Root() access: DataAccess,
      @Args(() => ConnectionArgs) page: ConnectionArgs,
      @Arg('filter', () => DateFilterType, { nullable: true }) filter: DateFilterType | null,
      @Ctx() ctx: RequestContext,
    ) {
      return {
        ...mapPage(await listDaily(ctx, kind, access, filter ?? {}, page), (node) =>
          toRecordRoot(access, kind.name, node),
        ),
        totalCount: () => countDaily(ctx, kind, access, filter ?? {}),
      };
    }
  }
  return List;
}
