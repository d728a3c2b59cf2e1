import { Kind, type FieldNode, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';

const known = new WeakMap<readonly FieldNode[], ReadonlySet<string>>();

/**
 * The names of the fields that a query selects of the records of a connection, through fragments and whatever its conditions say. A
 * document that is asked again has its nodes looked through once.
 */
export function fieldsOfNodes({
  fieldNodes,
  fragments,
}: Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>): ReadonlySet<string> {
  const found = known.get(fieldNodes);
  if (found) return found;
  const below = (nodes: readonly FieldNode[], name: string) =>
    selected(nodes, fragments).filter((node) => node.name.value === name);
  const fields = new Set(selected(below(below(fieldNodes, 'edges'), 'node'), fragments).map(({ name }) => name.value));
  known.set(fieldNodes, fields);
  return fields;
}

/** What is selected directly below some fields. */
function selected(nodes: readonly FieldNode[], fragments: GraphQLResolveInfo['fragments']): FieldNode[] {
  const fields: FieldNode[] = [];
  const collect = (set: SelectionSetNode | undefined): void => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) fields.push(selection);
      else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      else collect(fragments[selection.name.value]?.selectionSet);
    }
  };
  for (const node of nodes) collect(node.selectionSet);
  return fields;
}
