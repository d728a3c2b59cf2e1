/** What a training load is derived from. */
export interface Effort {
  perceivedExertion: number | null;
  energyKilocalories: number | null;
  durationSeconds: number;
  isFromFile: boolean;
}

/**
 * Load points: with a perceived exertion (1–10) `exertion · minutes / 5`, else with energy `kilocalories / 10`, else the minutes.
 * A device file that says nothing of energy has no load, since its wearer gave no sign of how hard it was.
 * Source: the Train it All external API, whose example gives 54 for an exertion of 6 over 45 minutes.
 */
export function loadOf(effort: Effort): number | null {
  const minutes = effort.durationSeconds / 60;
  if (effort.perceivedExertion !== null) return Math.round((effort.perceivedExertion * minutes) / 5);
  if (effort.energyKilocalories !== null) return Math.round(effort.energyKilocalories / 10);
  return effort.isFromFile ? null : Math.round(minutes);
}
