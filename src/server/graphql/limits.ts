import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { GraphQLError, NoFragmentCyclesRule, validate, type ASTVisitor, type ValidationContext } from 'graphql';
import { toldMistakes } from '../../platform/validate.ts';

/** What one request may be, checked before any SQL runs. Introspection may have any depth: its cost bounds it better. */
export const queryLimits = { depth: 15, aliases: 30, tokens: 2000, selections: 10_000, cost: 25_000 } as const;

/** By themselves these rules throw what they find, and what a rule throws is answered as a fault of the gateway. */
const refusing = (what: string, limit: number) => ({
  n: limit,
  propagateOnRejection: false,
  onReject: [
    (context: ValidationContext | null) =>
      context?.reportError(new GraphQLError(`This query has too many ${what}; at most ${limit} are allowed.`)),
  ],
});

const firstRules = [
  maxDepthRule({ ...refusing('levels', queryLimits.depth), ignoreIntrospection: true }),
  maxAliasesRule(refusing('aliases', queryLimits.aliases)),
  NoFragmentCyclesRule,
];

/**
 * The limits of a document, before all other rules: graphql-js' own take long over what these refuse, and 150 fragments in a circle
 * overflow their stack. In place of a refused document they are shown an empty one.
 */
export function limitRule(context: ValidationContext): ASTVisitor {
  return {
    Document(document) {
      const refusals = validate(context.getSchema(), document, firstRules, { maxErrors: toldMistakes });
      for (const refusal of refusals) context.reportError(refusal);
      return refusals.length > 0 ? { ...document, definitions: [] } : undefined;
    },
  };
}
