import { locatedError, type GraphQLLeafType, type GraphQLObjectType, type GraphQLResolveInfo } from 'graphql';
import { buildResolveInfo, type ExecutionContext } from 'graphql/execution/execute.js';
import { inspect } from 'graphql/jsutils/inspect.js';
import { isIterableObject } from 'graphql/jsutils/isIterableObject.js';
import { isPromise } from 'graphql/jsutils/isPromise.js';
import { addPath, pathToArray, type Path } from 'graphql/jsutils/Path.js';
import type { PromiseOrValue } from 'graphql/jsutils/PromiseOrValue.js';
import { argumentsOf } from './arguments.ts';
import { invalidIterable, invalidObject, runtimeType } from './invalid-values.ts';
import { selectionOf, type Arguments, type FieldPlan, type SelectionPlan, type TypePlan } from './plan.ts';

/** One execution of a plan: graphql-js' own context, and the arguments that were made of its variables. */
export interface Run {
  context: ExecutionContext;
  variableArguments: Map<FieldPlan, Arguments>;
}

export type Answer = Record<string, unknown>;

/** Without a prototype, since an alias may be `__proto__`. Unlike what `Object.create(null)` makes, V8 keeps these as structures. */
const AnswerObject = function AnswerObject() {} as unknown as new () => Answer;
AnswerObject.prototype = Object.create(null);

/**
 * Resolves the fields of an object. As in graphql-js nothing waits that need not: the same functions are called in the same order, and
 * each promise takes as many turns.
 */
export function executeFields(
  run: Run,
  { fields }: SelectionPlan,
  source: unknown,
  path: Path | undefined,
): PromiseOrValue<Answer> {
  const answer = new AnswerObject();
  let awaited: string[] | undefined;
  try {
    for (const field of fields) {
      const value =
        field.constant ??
        (field.isProperty ? readProperty(run, field, source, path) : resolveField(run, field, source, path));
      answer[field.key] = value;
      if (isPromise(value)) (awaited ??= []).push(field.key);
    }
  } catch (error) {
    if (!awaited) throw error;
    // The others may fail too, and somebody has to hear of it.
    return settled(answer, awaited).finally(() => {
      throw error;
    });
  }
  return awaited ? settled(answer, awaited) : answer;
}

/** Puts what the promises come to into their places. */
function settled(answer: Answer, awaited: readonly string[]): Promise<Answer> {
  return Promise.all(awaited.map((key) => answer[key])).then((values) => {
    for (const [index, key] of awaited.entries()) answer[key] = values[index];
    return answer;
  });
}

function resolveField(run: Run, field: FieldPlan, source: unknown, parent: Path | undefined): unknown {
  const path = addPath(parent, field.key, field.parentType.name);
  const info = infoOf(run, field, path);
  try {
    const { contextValue, variableValues } = run.context;
    const args = argumentsOf(field, variableValues, run.variableArguments);
    return completed(run, field, field.type, info, path, field.resolve(source, args, contextValue, info));
  } catch (error) {
    return failed(run, field, field.type, path, error);
  }
}

/** What graphql-js' default resolver does, without making what only a function or an error would look at. */
function readProperty(run: Run, field: FieldPlan, source: unknown, parent: Path | undefined): unknown {
  let path: Path | undefined;
  try {
    const value = isReadable(source) ? source[field.name] : undefined;
    const isFunction = typeof value === 'function';
    if (field.type.kind === 'leaf' && !isFunction && (typeof value !== 'object' || value === null))
      return value == null ? nothing(field, field.type) : serialized(field.type.type, value);
    path = addPath(parent, field.key, field.parentType.name);
    const result = isFunction
      ? (source as Record<string, (...given: unknown[]) => unknown>)[field.name]?.(
          {},
          run.context.contextValue,
          infoOf(run, field, path),
        )
      : value;
    return completed(run, field, field.type, undefined, path, result);
  } catch (error) {
    return failed(run, field, field.type, path ?? addPath(parent, field.key, field.parentType.name), error);
  }
}

const isReadable = (source: unknown): source is Record<string, unknown> =>
  (typeof source === 'object' && source !== null) || typeof source === 'function';

const infoOf = ({ context }: Run, { definition, nodes, parentType }: FieldPlan, path: Path): GraphQLResolveInfo =>
  buildResolveInfo(context, definition, nodes, parentType, path);

/** Completes a value or a promise of one, and answers for what goes wrong with it. */
function completed(
  run: Run,
  field: FieldPlan,
  type: TypePlan,
  info: GraphQLResolveInfo | undefined,
  path: Path,
  result: unknown,
): unknown {
  const value = isPromise(result)
    ? result.then((resolved) => completeValue(run, field, type, info, path, resolved))
    : completeValue(run, field, type, info, path, result);
  return isPromise(value) ? value.then(undefined, (error) => failed(run, field, type, path, error)) : value;
}

/** An error is told where it happened; where there must be a value, it goes on to the place above. */
function failed(run: Run, { nodes }: FieldPlan, { isNonNull }: TypePlan, path: Path, thrown: unknown): null {
  const error = locatedError(thrown, nodes, pathToArray(path));
  if (isNonNull) throw error;
  run.context.collectedErrors.add(error, path);
  return null;
}

function completeValue(
  run: Run,
  field: FieldPlan,
  type: TypePlan,
  info: GraphQLResolveInfo | undefined,
  path: Path,
  value: unknown,
): unknown {
  if (value instanceof Error) throw value;
  if (value == null) return nothing(field, type);
  switch (type.kind) {
    case 'leaf':
      return serialized(type.type, value);
    case 'list':
      return completeList(run, field, type.item, info, path, value);
    case 'object':
      return completeObject(run, field, type.type, info, path, value);
    case 'abstract': {
      const { typeResolver, contextValue } = run.context;
      const { type: abstract } = type;
      const told = (abstract.resolveType ?? typeResolver)(value, contextValue, info as GraphQLResolveInfo, abstract);
      const complete = (name: unknown) =>
        completeObject(run, field, runtimeType(run.context, field, abstract, name, value), info, path, value);
      return isPromise(told) ? told.then(complete) : complete(told);
    }
  }
}

function nothing({ parentType, name }: FieldPlan, { isNonNull }: TypePlan): null {
  if (isNonNull) throw new Error(`Cannot return null for non-nullable field ${parentType.name}.${name}.`);
  return null;
}

function serialized(type: GraphQLLeafType, value: unknown): unknown {
  const text: unknown = type.serialize(value);
  if (text == null)
    throw new Error(
      `Expected \`${inspect(type)}.serialize(${inspect(value)})\` to return non-nullable value, returned: ${inspect(text)}`,
    );
  return text;
}

function completeList(
  run: Run,
  field: FieldPlan,
  item: TypePlan,
  info: GraphQLResolveInfo | undefined,
  path: Path,
  list: unknown,
): PromiseOrValue<unknown[]> {
  if (!isIterableObject(list)) throw invalidIterable(field);
  let isAwaited = false;
  const answers: unknown[] = [];
  try {
    for (const value of list) {
      const itemPath = addPath(path, answers.length, undefined);
      const answer = completeItem(run, field, item, info, itemPath, value);
      if (isPromise(answer)) isAwaited = true;
      answers.push(answer);
    }
  } catch (error) {
    // The list is lost already. The items before may fail too; graphql-js would leave that to nobody, which ends a process.
    for (const answer of answers) if (isPromise(answer)) answer.catch(() => {});
    throw error;
  }
  return isAwaited ? Promise.all(answers) : answers;
}

function completeItem(
  run: Run,
  field: FieldPlan,
  type: TypePlan,
  info: GraphQLResolveInfo | undefined,
  path: Path,
  value: unknown,
): unknown {
  try {
    return completed(run, field, type, info, path, value);
  } catch (error) {
    return failed(run, field, type, path, error);
  }
}

function completeObject(
  run: Run,
  field: FieldPlan,
  type: GraphQLObjectType,
  info: GraphQLResolveInfo | undefined,
  path: Path,
  value: unknown,
): PromiseOrValue<Answer> {
  const selection = selectionOf(run.context, field, type);
  if (!type.isTypeOf) return executeFields(run, selection, value, path);
  const execute = (isOfType: boolean) => {
    if (!isOfType) throw invalidObject(field, type, value);
    return executeFields(run, selection, value, path);
  };
  const isOfType = type.isTypeOf(value, run.context.contextValue, info as GraphQLResolveInfo);
  return isPromise(isOfType) ? isOfType.then(execute) : execute(isOfType);
}
