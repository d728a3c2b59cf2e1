import { Field, ID, InterfaceType } from 'type-graphql';
import { parseTypeId } from '../ids.ts';

@InterfaceType('Node', {
  description: 'Whatever can be found again by its id with `node(id)`.',
  // The kinds of ids are named after their GraphQL types.
  resolveType: (node: { id: string }) => parseTypeId(node.id)?.kind,
})
export abstract class NodeType {
  @Field(() => ID, { description: 'Globally unique; the prefix tells the kind.' })
  id!: string;
}
