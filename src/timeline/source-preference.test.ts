import { expect, test } from 'vitest';
import { person, type TestPerson } from '../../test/gateway/people.ts';
import { refused, write } from '../../test/gateway/records.ts';
import { useGateway } from '../../test/gateway/test-gateway.ts';

const gateway = useGateway();

const prefer = (who: TestPerson, ...sources: object[]) =>
  write(who, 'setSourcePreference', { category: 'STEPS', sources }, 'sourcePreference { category }');

async function preferred(who: TestPerson): Promise<object[]> {
  const { viewer } = await who.gets<{ viewer: { sourcePreferences: object[] } }>(
    '{ viewer { sourcePreferences { category sources { clientId device } } } }',
  );
  return viewer.sourcePreferences;
}

test('a preference that names a source twice, or too many, is refused and changes nothing', async () => {
  const ann = await person(gateway);
  await prefer(ann, { device: 'Watch' });
  const many = Array.from({ length: 21 }, (_, index) => ({ device: `Device ${index}` }));
  const wrong: [object[], string][] = [
    [[{ device: 'Watch' }, { clientId: null, device: 'Watch' }], 'sources'],
    [many, 'sources'],
    [[{ device: '' }], 'sources.0.device'],
    [[{ clientId: 'x'.repeat(201) }], 'sources.0.clientId'],
  ];
  for (const [sources, field] of wrong)
    expect(await refused(ann, 'setSourcePreference', { category: 'STEPS', sources })).toEqual({
      code: 'BAD_USER_INPUT',
      fields: [field],
    });
  expect(await preferred(ann)).toEqual([{ category: 'STEPS', sources: [{ clientId: null, device: 'Watch' }] }]);
});

test('of preferences that are set at once one stays, as it was sent', async () => {
  const ann = await person(gateway);
  const lists = Array.from({ length: 12 }, (_, list) =>
    Array.from({ length: 1 + (list % 4) }, (_, rank) => ({ clientId: null, device: `Device ${list}.${rank}` })),
  );
  await Promise.all(lists.map((sources) => prefer(ann, ...sources)));
  const [stored] = await preferred(ann);
  expect(lists.map((sources) => ({ category: 'STEPS', sources }))).toContainEqual(stored);
});

test('a preference is its owner’s alone, and no client can read or set it', async () => {
  const [ann, bob] = [await person(gateway), await person(gateway, { scopes: ['samples:read', 'samples:write'] })];
  await prefer(ann, { device: 'Watch' });
  expect((await refused(bob, 'setSourcePreference', { category: 'STEPS', sources: [] })).code).toBe('FORBIDDEN');
  const { data, errors } = await bob.ask('{ viewer { sourcePreferences { category } } }');
  expect(data).toEqual({ viewer: { sourcePreferences: null } });
  expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});
