import { Field, ID, InterfaceType } from 'type-graphql';

@InterfaceType('Node', { description: 'Whatever can be found again by its id with `node(id)`.' })
export abstract class NodeType {
  @Field(() => ID, { description: 'Globally unique; the prefix tells the kind.' })
  id!: string;
}
