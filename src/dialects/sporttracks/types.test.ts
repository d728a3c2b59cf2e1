import { Profile } from '@garmin/fitsdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sportOf, typeOf, types } from './types.ts';

const roundTrip = (type: string) => {
  const { sport, subSport = null } = sportOf(type);
  return typeOf(sport, subSport);
};

describe('every type of the tree', () => {
  test('is there: nine main types and their sub-types', () => {
    expect(types.filter(({ type }) => !type.includes(':'))).toHaveLength(9);
    expect(types).toHaveLength(9 + 13 + 12 + 10 + 3 + 6 + 4 + 9 + 5 + 11);
  });

  test.each(types.map(({ type }) => type))('%s goes both ways, however it is written', (type) => {
    const written = [
      type,
      type.toUpperCase(),
      type.toLowerCase(),
      type.replace(': ', ':'),
      ` ${type.replace(':', ' :')} `,
    ];
    expect(written.map(roundTrip)).toEqual(written.map(() => type));
  });

  test('is another sport than every other', () => {
    expect(new Set(types.map(({ sport, subSport }) => `${sport} ${subSport}`)).size).toBe(types.length);
  });

  test('has names as the domain takes them', () => {
    for (const { sport, subSport = 'none' } of types)
      expect([sport, subSport]).toEqual([
        expect.stringMatching(/^[a-z][a-z0-9_]{0,49}$/),
        expect.stringMatching(/^[a-z]\w*$/),
      ]);
  });
});

test.each([
  ['Running: Zombie Chase', { sport: 'running', subSport: 'zombie_chase' }, 'Running'],
  ['Parkour', { sport: 'generic' }, 'Other'],
  ['Parkour: Roofs', { sport: 'generic', subSport: 'roofs' }, 'Other'],
  ['Cycling: 42', { sport: 'cycling' }, 'Cycling'],
  ['', { sport: 'generic' }, 'Other'],
  [':', { sport: 'generic' }, 'Other'],
  ['constructor', { sport: 'generic' }, 'Other'],
  ['__proto__: toString', { sport: 'generic', subSport: 'tostring' }, 'Other'],
])('%j is %j, which others see as %s', (type, sport, others) => {
  expect(sportOf(type)).toEqual(sport);
  expect(roundTrip(type)).toBe(others);
});

test('any text is a sport that the domain takes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (type) => {
      const { sport, subSport = 'none' } = sportOf(type);
      expect([sport, subSport].every((name) => /^[a-z][a-z0-9_]{0,49}$/.test(name))).toBe(true);
    }),
  );
});

describe('a sport of the FIT profile', () => {
  const known = new Set(types.map(({ type }) => type));
  const sports = Object.values(Profile.types['sport'] as Record<string, string>).map((name) =>
    name.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`),
  );

  test('is always a type of the tree', () => {
    expect(sports.length).toBeGreaterThan(60);
    expect(
      sports.filter((sport) => !known.has(typeOf(sport, null)) || !known.has(typeOf(sport, 'virtual_activity'))),
    ).toEqual([]);
  });

  test.each([
    ['running', 'trail', 'Running: Trail'],
    ['running', 'treadmill', 'Running: Treadmill'],
    ['running', 'virtual_activity', 'Running'],
    ['cycling', 'mountain', 'Cycling: Mountain'],
    ['cycling', 'gravel_cycling', 'Cycling'],
    ['cycling', 'indoor_cycling', 'Cycling: Indoor'],
    ['swimming', 'open_water', 'Swimming: Open Water'],
    ['swimming', 'lap_swimming', 'Swimming: Pool'],
    ['hiking', null, 'Walking: Hiking'],
    ['alpine_skiing', 'backcountry', 'Skiing: Alpine'],
    ['rowing', 'indoor_rowing', 'Rowing: Rowing Machine'],
    ['training', 'strength_training', 'Gym: Strength'],
    ['training', 'cardio_training', 'Gym'],
    ['fitness_equipment', 'elliptical', 'Gym: Elliptical'],
    ['e_biking', 'e_bike_mountain', 'Cycling'],
    ['mountaineering', null, 'Walking: Hiking'],
    ['geocaching', null, 'Walking: Geocaching'],
    ['golf', null, 'Other'],
    ['constructor', null, 'Other'],
  ])('%s, %s is %s', (sport, subSport, type) => {
    expect(typeOf(sport, subSport)).toBe(type);
  });
});
