/** Values, percent-encoded, that no honest client sends, by what they are. */
export const hostileValues: Record<string, string> = {
  NUL: 'a%00b',
  'NUL alone': '%00',
  'too much': 'x'.repeat(5000),
  'not UTF-8': '%ff%fe%80',
  'half a surrogate': '%ed%a0%80',
  'broken encoding': '%zz%',
  'control characters': '%01%0d%0aset-cookie:%20evil=1%7f',
  emoji: '%f0%9f%8f%83',
  braces: '%7Bid%7D',
  quotes: `%27%22%3E%3Cscript%3Ealert(1)%3C/script%3E`,
  SQL: '%27;%20drop%20table%20users;--',
  prototype: '__proto__',
  number: '-1e999',
  nothing: '',
};

/** The same form with one parameter hostile: once with each value, once sent twice, once as a list, once absent. */
export function hostileForms(fields: Record<string, string>): [what: string, form: string][] {
  const encoded = (changed: Record<string, string>) =>
    Object.entries(changed).map(([name, value]) => `${name}=${value}`);
  const honest = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, encodeURIComponent(value)]));
  return Object.keys(fields).flatMap((name): [string, string][] => {
    const { [name]: value = '', ...others } = honest;
    return [
      ...Object.entries(hostileValues).map(([what, hostile]): [string, string] => [
        `${what} as ${name}`,
        encoded({ ...honest, [name]: hostile }).join('&'),
      ]),
      [`${name} twice`, [...encoded(honest), `${name}=other`].join('&')],
      [`${name} as a list`, [...encoded(others), `${name}[]=${value}`, `${name}[a]=${value}`].join('&')],
      [`no ${name}`, encoded(others).join('&')],
    ];
  });
}

/** What an answer gives away of the inside, or `undefined`. */
export const leak = (text: string): string | undefined =>
  /\bat .{1,200}:\d+:\d+|node_modules|file:\/\/|\b(Type|Range|Reference|Syntax|Driver|Database)(Exception|Error)\b|invalid byte sequence|<script>alert/.exec(
    text,
  )?.[0];
