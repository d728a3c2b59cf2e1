/** What type-graphql takes for an enum, of names that are a list elsewhere. */
export const enumOf = <Name extends string>(names: readonly Name[]): { readonly [name in Name]: name } =>
  Object.fromEntries(names.map((name) => [name, name])) as { [name in Name]: name };
