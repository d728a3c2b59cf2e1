import { ArgsType, Field, Int, ObjectType, type ClassType } from 'type-graphql';
import { defaultPageSize, maxPageSize, type ConnectionArguments } from './page.ts';

@ObjectType('PageInfo', { simpleResolvers: true, description: 'Where a page stands in its list.' })
export class PageInfoType {
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => Boolean)
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true })
  startCursor!: string | null;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

@ArgsType()
export class ConnectionArgs implements ConnectionArguments {
  @Field(() => Int, {
    nullable: true,
    description: `How many from the front; ${defaultPageSize} by default, at most ${maxPageSize}.`,
  })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Only what comes after this cursor.' })
  after?: string | null;

  @Field(() => Int, { nullable: true, description: `How many from the back, at most ${maxPageSize}.` })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Only what comes before this cursor.' })
  before?: string | null;
}

/** What a connection's field costs: each record of the page costs what is selected of it. */
export const connectionComplexity = ({
  args,
  childComplexity,
}: {
  args: ConnectionArguments;
  childComplexity: number;
}): number => 1 + Math.max(1, args.first ?? args.last ?? defaultPageSize) * childComplexity;

/** What the field of a whole list costs, which has so many records at most. */
export const listComplexity =
  (most: number) =>
  ({ childComplexity }: { childComplexity: number }): number =>
    1 + most * childComplexity;

/** Declares `<name>Edge` and `<name>Connection` for a node type. `totalCount` is a function, so that it is counted only when asked for. */
export function connectionOf<Node extends object>(name: string, node: () => ClassType<Node>) {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: 'A record of a list, and its place there.' })
  class Edge {
    @Field(() => String)
    cursor!: string;

    @Field(node)
    node!: object;
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: 'A page of a list.' })
  class Connection {
    @Field(() => [Edge])
    edges!: Edge[];

    @Field(() => PageInfoType)
    pageInfo!: PageInfoType;

    @Field(() => Int, {
      description: 'How many records the whole list has; counted only when selected.',
      complexity: 10,
    })
    totalCount!: () => Promise<number>;
  }

  return Connection;
}
