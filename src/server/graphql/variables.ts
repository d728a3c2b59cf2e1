import {
  coerceInputValue,
  isInputType,
  isNonNullType,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { DomainError } from '../../platform/errors.ts';
import { toldMistakes } from '../../platform/validate.ts';

type Variables = Readonly<Record<string, unknown>>;
type Tell = (field: string, problem: string) => void;

/**
 * Refuses variables that do not fit their declared types. graphql-js would refuse them too, but it prints the whole value for each
 * mistake in it: 200,000 unknown fields took all memory. This tells a bounded number of mistakes, none with more than a short text.
 * @throws DomainError BAD_USER_INPUT with every wrong field, named by its path in the variable as in services (`laps.0.startedAt`)
 */
export function checkVariables(schema: GraphQLSchema, operation: OperationDefinitionNode, given: Variables): void {
  const fields: Record<string, string[]> = Object.create(null);
  let told = 0;
  const refuse = () => {
    const summary = Object.entries(fields).map(([field, problems]) => `${field}: ${problems.join('; ')}`);
    if (told === toldMistakes) summary.push('and maybe more');
    throw new DomainError('BAD_USER_INPUT', summary.join(' · '), fields);
  };
  const tell: Tell = (field, problem) => {
    (fields[short(field)] ??= []).push(short(problem));
    told += 1;
    if (told === toldMistakes) refuse();
  };

  for (const { variable, type, defaultValue } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    const wanted = typeFromAST(schema, type);
    // Validation refused all other types.
    if (!isInputType(wanted)) continue;
    if (Object.hasOwn(given, name)) checkValue(name, wanted, given[name], tell);
    else if (isNonNullType(wanted) && !defaultValue) tell(name, 'is required');
  }
  if (told > 0) refuse();
}

function checkValue(name: string, type: GraphQLInputType, value: unknown, tell: Tell): void {
  coerceInputValue(value, type, (path, _value, { message }) => {
    // graphql-js tells a field that is missing or unknown at the object that it belongs to.
    const [, own, problem] = /^Field "(\w{1,100})" (of required type|is not defined by type .*)/.exec(message) ?? [];
    if (own === undefined) tell(path.join('.') || name, message);
    else tell([...path, own].join('.'), problem === 'of required type' ? 'is required' : (problem as string));
  });
}

const short = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);
