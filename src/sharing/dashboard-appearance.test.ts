import fc from 'fast-check';
import { expect, test } from 'vitest';
import { colorOf, shownColor, shownName } from './dashboard-appearance.ts';
import type { Dashboard } from './share.ts';

const dashboard: Dashboard = {
  id: '019b76da-a800-7000-8000-000000000001',
  viewerId: '019b76da-a800-7000-8000-000000000002',
  ownerId: '019b76da-a800-7000-8000-000000000003',
  ownerNumber: 3,
  ownerName: 'Ann',
  ownerImage: null,
  customName: null,
  iconColor: null,
  pictureId: null,
  sharedSince: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  groupIds: [],
};

test('a dashboard has its own name and colour, else those of its owner', () => {
  expect(shownName({ ...dashboard, customName: 'Sister' })).toBe('Sister');
  expect(shownName(dashboard)).toBe('Ann');
  expect(shownName({ ...dashboard, ownerName: null })).toBe('Someone');
  expect(shownColor({ ...dashboard, iconColor: 'red' })).toBe('red');
  expect(shownColor(dashboard)).toBe(colorOf(dashboard.ownerId));
});

/** WCAG 2.2: the relative luminance of an sRGB colour. */
function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test('everyone has a colour on which large white letters can be read', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const color = colorOf(id);
      expect(color).toMatch(/^#[0-9a-f]{6}$/);
      expect(colorOf(id)).toBe(color);
      expect(1.05 / (luminance(color) + 0.05)).toBeGreaterThan(3);
    }),
  );
  expect(colorOf(`${dashboard.ownerId.slice(0, -6)}000000`)).toBe('#962c2c');
});
