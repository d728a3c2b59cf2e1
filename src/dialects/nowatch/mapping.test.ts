import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { fromDashboard, fromGroup, fromGroupId, fromPersonId, toAppearance, toGroupId, toOwnerId } from './mapping.ts';

const ids = { ann: newId(), vic: newId(), family: newId(), dashboard: newId() };
const dashboard = {
  id: ids.dashboard,
  viewerId: ids.vic,
  ownerId: ids.ann,
  ownerNumber: 7,
  ownerName: 'Ann',
  ownerImage: null,
  customName: 'Mum',
  iconColor: '#d97706',
  pictureId: null,
  sharedSince: '2026-01-16T07:00:00Z',
  updatedAt: '2026-01-17T07:00:00.123456Z',
  groupIds: [ids.family],
};
const owner = { id: ids.ann, name: 'Ann', email: 'ann@test.example' };
const viewer = { id: ids.vic, name: 'Vic', email: 'vic@test.example' };
const seen = { dashboard, owner, viewer, pictureUrl: null, lastSyncAt: null };

describe('a dashboard', () => {
  test('has all that is known of it under the vendor’s names', () => {
    const url = 'https://gateway.example/pictures/x';
    expect(fromDashboard({ ...seen, pictureUrl: url, lastSyncAt: '2026-01-18T07:00:00Z' })).toEqual({
      fromId: fromPersonId(ids.ann),
      fromEmail: 'ann@test.example',
      toId: fromPersonId(ids.vic),
      toEmail: 'vic@test.example',
      sharedSince: '2026-01-16T07:00:00.000Z',
      created: '2026-01-16T07:00:00.000Z',
      lastUpdated: '2026-01-17T07:00:00.123Z',
      customName: 'Mum',
      iconColor: '#d97706',
      customProfilePicture: url,
      groupIds: [fromGroupId(ids.family)],
      lastSyncAt: '2026-01-18T07:00:00.000Z',
    });
  });

  test('falls back to the owner’s name, to Someone, to a colour of the owner’s own, and to no picture', () => {
    const plain = { ...dashboard, customName: null, iconColor: null };
    const named = fromDashboard({ ...seen, dashboard: plain });
    expect(named).toMatchObject({ customName: 'Ann', customProfilePicture: '' });
    expect(named).not.toHaveProperty('lastSyncAt');
    expect(fromDashboard({ ...seen, dashboard: { ...plain, ownerName: null } }).customName).toBe('Someone');
    const again = fromDashboard({ ...seen, dashboard: { ...plain, id: newId(), viewerId: newId() } });
    expect(again.iconColor).toBe(named.iconColor);
  });
});

test('a group has those of its people who still share, in its own order', () => {
  const [ann, bob, gone] = [ids.ann, newId(), newId()];
  const people = new Map(
    [bob, ann].map((id) => {
      const of = { ...dashboard, ownerId: id };
      return [id, fromDashboard({ ...seen, dashboard: of, owner: { ...owner, id } })] as const;
    }),
  );
  const at = '2026-01-16T07:00:00Z';
  const family = { id: ids.family, viewerId: ids.vic, name: 'Family', createdAt: at, updatedAt: at };
  const { users, ...group } = fromGroup({ ...family, ownerIds: [ann, gone, bob] }, people);
  expect(users).toEqual([people.get(ann), people.get(bob)]);
  expect(group).toEqual({
    id: fromGroupId(ids.family),
    userId: fromPersonId(ids.vic),
    name: 'Family',
    created: '2026-01-16T07:00:00.000Z',
    lastUpdated: '2026-01-16T07:00:00.000Z',
    userIds: [fromPersonId(ann), fromPersonId(bob)],
  });
});

const anyId = fc.uuid({ version: [4, 7] });

test('ids go out and come back, each kind by itself', () => {
  fc.assert(
    fc.property(anyId, (id) => {
      expect(toOwnerId(fromPersonId(id))).toBe(id);
      expect(toGroupId(fromGroupId(id))).toBe(id);
      expect(() => toOwnerId(fromGroupId(id))).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
      expect(() => toGroupId(fromPersonId(id))).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    }),
  );
});

test('any text at all is an id or is none that is found', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string().map((text) => `per_${text}`),
      ),
      (text) => {
        expect(() => toOwnerId(text)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
      },
    ),
  );
});

test('a name and a colour are what one sees afterwards, unless they are empty', () => {
  const colorOfAnn = fromDashboard({ ...seen, dashboard: { ...dashboard, iconColor: null } }).iconColor;
  fc.assert(
    fc.property(fc.string(), fc.string(), (customName, iconColor) => {
      const appearance = toAppearance({ customName, iconColor });
      const shown = fromDashboard({ ...seen, dashboard: { ...dashboard, ...appearance } });
      expect(shown.customName).toBe(customName || 'Ann');
      expect(shown.iconColor).toBe(iconColor || colorOfAnn);
    }),
  );
});
