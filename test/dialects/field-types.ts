const isoText = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

const checks: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string' && value !== '',
  text: (value) => typeof value === 'string',
  strings: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== ''),
  int: (value) => Number.isSafeInteger(value),
  number: (value) => Number.isFinite(value),
  iso: (value) => typeof value === 'string' && isoText.test(value),
  day: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value),
  object: isObject,
  array: Array.isArray,
};

/** Whether a value is of a documented type; `?` after it: or null, and words with `|` between them are an enum. */
function fits(type: string, value: unknown): boolean {
  if (type.endsWith('?')) return value === null || fits(type.slice(0, -1), value);
  if (type.includes('|')) return type.split('|').includes(value as string);
  return checks[type]?.(value) ?? false;
}

/** The documented fields that something lacks or has with another type; one with `?` before its type may be absent. */
export const misfits = (given: Readonly<Record<string, unknown>>, fields: Readonly<Record<string, string>>): string[] =>
  Object.entries(fields)
    .filter(([name, type]) =>
      Object.hasOwn(given, name) ? !fits(type.replace(/^\?/, ''), given[name]) : !type.startsWith('?'),
    )
    .map(([name, type]) => `${name}: ${JSON.stringify(given[name])} is no ${type}`);

/** The paths of a JSON value's fields with their types, e.g. `sources[].provider: string`; `null` is a type of its own. */
export function shapeOf(value: unknown, path = ''): Record<string, string> {
  if (Array.isArray(value)) return Object.assign({}, ...value.map((item) => shapeOf(item, `${path}[]`)));
  if (isObject(value)) {
    const dot = path === '' ? '' : `${path}.`;
    const inner = Object.entries(value as object).map(([name, item]) => shapeOf(item, `${dot}${name}`));
    return Object.assign({}, ...inner);
  }
  if (checks['iso']?.(value)) return { [path]: 'iso' };
  return { [path]: value === null ? 'null' : typeof value };
}
