import fc from 'fast-check';

// Documents over the schemas of executor-schema.ts. graphql-js executes what validation would refuse, too, and so must every executor.

const argumentTexts = [
  '',
  '(n: 3)',
  '(n: $n, must: 2)',
  '(wish: { x: $n, colour: BLUE })',
  '(wish: $wish, text: "a")',
  '(colours: [RED, BLUE], text: $text)',
  '(must: $must)',
  '(must: null)',
  '(n: null, wish: { x: 1 })',
] as const;

const directiveTexts = [
  '',
  '',
  '',
  '@skip(if: $b0)',
  '@include(if: $b1)',
  '@include(if: $b2) @skip(if: false)',
  '@skip(if: $b1) @include(if: $b0)',
  '@include(if: true)',
  '@skip(if: true)',
] as const;

const directives = fc.constantFrom(...directiveTexts);
const conditions = ['', 'on A', 'on B', 'on C', 'on Either', 'on Any'] as const;

const { selection } = fc.letrec<{ selection: string; field: string; fragment: string; spread: string }>((tie) => ({
  // The key tells field and arguments, so that what is merged can be merged. Some fields will be selected below a leaf, or not below an object.
  field: fc
    .record({
      field: fc.oneof(
        { weight: 20, arbitrary: fc.integer({ min: 0, max: 7 }).map((index) => `f${index}`) },
        fc.constantFrom('__typename', 'nothing'),
      ),
      alias: fc.constantFrom('', 'a', '__proto__', 'toJSON'),
      argument: fc.integer({ min: 0, max: argumentTexts.length - 1 }),
      directive: directives,
      below: fc.option(fc.array(tie('selection'), { minLength: 1, maxLength: 4 }), { freq: 6 }),
    })
    .map(({ field, alias, argument, directive, below }) => {
      const isPlain = !field.startsWith('f');
      const key =
        alias.startsWith('__') || alias === 'toJSON' ? `${alias}: ` : alias && `${alias}_${field}_${argument}: `;
      const given = isPlain || alias === '' ? '' : argumentTexts[argument];
      return `${key}${field}${given} ${directive} ${isPlain || !below ? '' : `{ ${below.join(' ')} }`}`;
    }),
  fragment: fc
    .record({
      condition: fc.constantFrom(...conditions),
      directive: directives,
      below: fc.array(tie('selection'), { minLength: 1, maxLength: 3 }),
    })
    .map(({ condition, directive, below }) => `... ${condition} ${directive} { ${below.join(' ')} }`),
  spread: fc
    .record({ name: fc.constantFrom('One', 'Two', 'Nowhere'), directive: directives })
    .map(({ name, directive }) => `...${name} ${directive}`),
  selection: fc.oneof(
    { depthSize: 'medium', maxDepth: 5 },
    { weight: 1, arbitrary: tie('spread') },
    { weight: 6, arbitrary: tie('field') },
    { weight: 1, arbitrary: tie('fragment') },
  ),
}));

const selections = fc.array(selection, { minLength: 1, maxLength: 5 }).map((all) => all.join(' '));
const leafSelections = fc.array(fc.constantFrom('f0', 'f1 { f2 f0 }', 'f2', '...Two', '__typename', 'x: f3(n: $n)'), {
  minLength: 1,
  maxLength: 4,
});

/** A document with one query, and fragments that it may use. */
export const documents: fc.Arbitrary<string> = fc
  .record({
    query: selections,
    one: fc.record({ on: fc.constantFrom('Query', 'A', 'Either', 'Any'), all: leafSelections }),
    two: fc.record({
      on: fc.constantFrom('Query', 'A', 'B', 'Either'),
      all: fc.constantFrom('f0', 'f1 { f0 f1 { f2 } }', 'f4 { __typename f3 }'),
    }),
  })
  .map(
    ({ query, one, two }) => `
      query Q($n: Int, $must: Int = 4, $text: String = "t", $wish: Wish, $b0: Boolean!, $b1: Boolean!, $b2: Boolean = true) { ${query} }
      fragment One on ${one.on} { ${one.all.join(' ')} }
      fragment Two on ${two.on} { ${two.all} }`,
  );

/** Values for the variables of these documents, some of them wrong. */
export const variables: fc.Arbitrary<Record<string, unknown>> = fc.record(
  {
    n: fc.constantFrom<unknown>(1, 2, null),
    must: fc.constantFrom<unknown>(9, null, 'no number'),
    text: fc.constantFrom<unknown>('text', null),
    wish: fc.constantFrom<unknown>({ x: 1 }, { x: 2, colour: 'RED' }, null, { z: 1 }),
    b0: fc.boolean(),
    b1: fc.boolean(),
    b2: fc.constantFrom<unknown>(true, false, null),
  },
  { requiredKeys: ['b0', 'b1'] },
);
