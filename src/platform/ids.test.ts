import fc from 'fast-check';
import { fromUUID } from 'typeid-js';
import { expect, test } from 'vitest';
import { idPrefixes, newId, parseTypeId, typeId, type IdKind } from './ids.ts';

const kinds = Object.keys(idPrefixes) as IdKind[];

test('every UUID is written as the TypeID library writes it, and read back', () => {
  fc.assert(
    fc.property(fc.uuid({ version: [1, 2, 3, 4, 5, 6, 7, 8] }), fc.constantFrom(...kinds), (id, kind) => {
      const text = typeId(kind, id);
      expect(text).toBe(fromUUID(id, idPrefixes[kind]));
      expect(parseTypeId(text)).toEqual({ kind, id });
    }),
    { numRuns: 1000 },
  );
  for (const id of [newId(), '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'])
    expect(typeId('Activity', id)).toBe(fromUUID(id, 'act'));
});
