import type { Dashboard } from './share.ts';

/** What a dashboard is called: as its viewer likes, else as its owner. */
export const shownName = ({ customName, ownerName }: Dashboard): string => customName ?? ownerName ?? 'Someone';

/** The colour of a dashboard: the one that its viewer likes, else one of the owner's own. */
export const shownColor = (dashboard: Dashboard): string => dashboard.iconColor ?? colorOf(dashboard.ownerId);

/**
 * A colour of someone's own as `#rrggbb`, always the same: any hue, dark enough for white letters.
 * @param personId a UUID, whose last digits are random
 */
export function colorOf(personId: string): string {
  const hue = Number.parseInt(personId.slice(-6), 16) % 360;
  return `#${[0, 8, 4].map((offset) => channel(hue, offset)).join('')}`;
}

const saturation = 0.55;
const lightness = 0.38;

/** Red, green or blue of a hue: the closed form of HSL. */
function channel(hue: number, offset: number): string {
  const position = (offset + hue / 30) % 12;
  const spread = saturation * Math.min(lightness, 1 - lightness);
  const value = lightness - spread * Math.max(-1, Math.min(position - 3, 9 - position, 1));
  return Math.round(value * 255)
    .toString(16)
    .padStart(2, '0');
}
