const nested = (open: string, close: string, inside: string, levels = 10_000) =>
  open.repeat(levels) + inside + close.repeat(levels);

/** JSON texts of values that no honest client sends in a field, by what they are. */
export const hostileFields: Readonly<Record<string, string>> = {
  null: 'null',
  true: 'true',
  false: 'false',
  zero: '0',
  'minus zero': '-0',
  'minus one': '-1',
  'a half': '0.5',
  '1e308': '1e308',
  '-1e308': '-1e308',
  'beyond all numbers': '1e400',
  'hardly more than nothing': '5e-324',
  '2^53 + 1': '9007199254740993',
  'a number of 400 digits': '9'.repeat(400),
  'nothing as text': '""',
  'a blank': '" "',
  'NaN as text': '"NaN"',
  'a number as text': '"5"',
  'an instant': '"2026-01-16T07:00:00Z"',
  'an instant of the year 10000': '"+010000-01-01T00:00:00Z"',
  'the day 0000-00-00': '"0000-00-00"',
  NUL: String.raw`"\u0000"`,
  'NUL within': String.raw`"a\u0000b"`,
  'half a surrogate pair': String.raw`"\ud83d"`,
  'the other half': String.raw`"x\udc00y"`,
  '5,000 characters': `"${'x'.repeat(5000)}"`,
  '5,000 emoji': `"${'🏃'.repeat(5000)}"`,
  'direction marks': String.raw`"\u202e\u2066evil\u0007\u001b[31m"`,
  SQL: `"'; drop table users; --"`,
  'an empty list': '[]',
  'a list': '[1, "2", null]',
  'an empty object': '{}',
  'keys of prototypes': '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}',
  'an object that plays text': '{"toString": 1, "valueOf": 2, "length": 3, "then": 4}',
  '10,000 lists in lists': nested('[', ']', ''),
  '10,000 objects in objects': nested('{"a":', '}', '1'),
  'NUL deep within': String.raw`{"a": [{"b\u0000": "c"}]}`,
  'half a surrogate pair as a key': String.raw`{"a\ud800": [1]}`,
};

/** Whole bodies that are no request of any route. */
export const hostileBodies: Readonly<Record<string, string>> = {
  nothing: '',
  'a blank': ' ',
  'an open brace': '{',
  'an open text': '{"day": "2026',
  'a key alone': '{"day"}',
  'a comma too many': '{"steps": 1,}',
  'single quotes': "{'steps': 1}",
  NaN: '{"steps": NaN}',
  'a comment': '{} // steps',
  'two bodies': '{}{}',
  'NUL bytes': '\u0000\u0000',
  'a byte order mark alone': '\uFEFF',
  'an empty object': '{}',
  'an empty list': '[]',
  'a list of requests': '[{}, {}]',
  text: '"text"',
  null: 'null',
  true: 'true',
  'a number': '12',
  '1e400': '1e400',
  'keys of prototypes': '{"__proto__": {"day": "2026-01-16"}, "constructor": {"prototype": {"day": "2026-01-16"}}}',
  '10,000 lists in lists': nested('[', ']', ''),
  '10,000 lists that never end': '['.repeat(10_000),
  '10,000 objects in objects': nested('{"a":', '}', '1'),
  '10,000 objects under a known key': `{"rawPayload":${nested('{"a":', '}', '1')},"data":${nested('[', ']', '')}}`,
  '100,000 keys': `{${Array.from({ length: 100_000 }, (_, index) => `"k${index}":0`).join()}}`,
};

/** Content types under which no request of JSON is taken. */
export const hostileTypes: readonly string[] = [
  '',
  'text/plain',
  'text/html',
  'application/xml',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  'application/jsonp',
  'application',
  '/',
  'application/json/x',
  'application/ld+json',
  'x'.repeat(5000),
];

/** The JSON text of an object with one member replaced by a JSON text, also one that `JSON.stringify` would not write. */
export function withField(body: object, name: string, json: string): string {
  const others = Object.entries(body).filter(([other]) => other !== name);
  const members = others.map(([other, value]) => `${JSON.stringify(other)}:${JSON.stringify(value)}`);
  return `{${[...members, `${JSON.stringify(name)}:${json}`].join()}}`;
}
