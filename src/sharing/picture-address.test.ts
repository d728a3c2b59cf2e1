import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { pictureAddresses } from './picture-address.ts';
import type { Dashboard } from './share.ts';

const addresses = pictureAddresses('a key', () => 'https://gateway.example/health');
const now = new Date('2026-03-01T12:00:00Z');
const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);
const week = 7 * 86_400_000;

const dashboard: Dashboard = {
  id: randomUUID(),
  viewerId: randomUUID(),
  ownerId: randomUUID(),
  ownerNumber: 1,
  ownerName: 'Ann',
  ownerImage: null,
  customName: null,
  iconColor: null,
  pictureId: randomUUID(),
  sharedSince: now.toISOString(),
  updatedAt: now.toISOString(),
  groupIds: [],
};
const address = addresses.of(dashboard, now) as string;
const token = address.split('/').at(-1) as string;

test('an address is absolute, and names neither the people nor the dashboard', () => {
  expect(address).toMatch(/^https:\/\/gateway\.example\/health\/pictures\/[\w-]{72}$/);
  const bytes = Buffer.from(token, 'base64url').toString('hex');
  for (const id of [dashboard.id, dashboard.viewerId, dashboard.ownerId])
    expect(bytes).not.toContain(id.replaceAll('-', ''));
});

test('there is none without a picture', () => {
  expect(addresses.of({ ...dashboard, pictureId: null }, now)).toBeNull();
});

test('it means its picture for 7 days', () => {
  for (const milliseconds of [0, week - 1]) {
    expect(addresses.pictureIdIn(token, later(milliseconds))).toBe(dashboard.pictureId);
  }
  expect(addresses.pictureIdIn(token, later(week))).toBeUndefined();
});

test('with any character changed it means nothing', () => {
  const changed = [...token].flatMap((character, place) =>
    [character === 'A' ? 'B' : 'A', character === '_' ? '-' : '_', '+', '=', ' ', '.'].map(
      (other) => token.slice(0, place) + other + token.slice(place + 1),
    ),
  );
  expect(changed.filter((text) => addresses.pictureIdIn(text, now) !== undefined)).toEqual([]);
});

test.each([
  ['nothing', ''],
  ['a part of it', token.slice(0, -4)],
  ['more than it', `${token}AAAA`],
  ['it twice', token + token],
  ['a line behind it', `${token}\n`],
  ['padding behind it', `${token}==`],
])('%s means nothing', (_what, text) => {
  expect(addresses.pictureIdIn(text, now)).toBeUndefined();
});

test('one that was signed with another key means nothing', () => {
  const others = pictureAddresses('another key', () => 'https://gateway.example/health');
  expect(others.pictureIdIn(token, now)).toBeUndefined();
});
