import { isDeepStrictEqual } from 'node:util';

/** Holds answers to the first, field by field. @throws Error with the path of the first field that differs */
export function sameAnswers(answers: readonly { name: string; answer: unknown }[]): void {
  const [first, ...others] = answers;
  if (!first) return;
  for (const { name, answer } of others) {
    const difference = differenceOf(first.answer, answer, '');
    if (difference !== undefined) throw new Error(`${name} answers otherwise than ${first.name} at ${difference}`);
  }
}

function differenceOf(one: unknown, other: unknown, path: string): string | undefined {
  if (isDeepStrictEqual(one, other)) return undefined;
  if (!isNested(one) || !isNested(other)) return `${path}: ${JSON.stringify(one)}, ${JSON.stringify(other)}`;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  for (const key of keys) {
    const difference = differenceOf(one[key], other[key], `${path}/${key}`);
    if (difference !== undefined) return difference;
  }
  return path;
}

const isNested = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
