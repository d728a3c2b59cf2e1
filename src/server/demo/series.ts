import type { MetricName } from '../../samples/metrics.ts';
import type { GivenSample } from '../../samples/sample.input.ts';
import type { DemoDay } from './days.ts';
import type { Between } from './random.ts';

const minuteMs = 60_000;
const heartRateMinutes = 5;
const stepMinutes = 15;
const watch = { device: 'Demo Watch', deviceVersion: '4.2' };
const phone = { device: 'Demo Phone' };

/** The samples of a day by metric. Instants are given in UTC: the local clock is the person's own. */
export function samplesOf(day: DemoDay, between: Between): Partial<Record<MetricName, GivenSample[]>> {
  const night = { ...watch, startedAt: day.wokeAt.toUTC().toISO() };
  return {
    HEART_RATE: heartRates(day, between),
    STEPS: steps(day, between),
    RESTING_HEART_RATE: [{ ...night, value: day.restingHeartRate }],
    HEART_RATE_VARIABILITY: [{ ...night, value: Math.round(110 - day.restingHeartRate + between(-9, 9)) }],
    OXYGEN_SATURATION: [{ ...night, value: Math.round(between(95, 99)) }],
    RESPIRATORY_RATE: [{ ...night, value: Math.round(between(130, 158)) / 10 }],
    SKIN_TEMPERATURE: [{ ...night, value: Math.round(between(3340, 3480)) / 100 }],
  };
}

/** Lowest before waking, highest in the late afternoon, and far above in a workout. */
function heartRates(day: DemoDay, between: Between): GivenSample[] {
  const samples: GivenSample[] = [];
  const end = day.date.plus({ days: 1 }).toMillis();
  for (let at = day.date.toMillis(); at < end; at += heartRateMinutes * minuteMs)
    samples.push({ ...watch, startedAt: new Date(at).toISOString(), value: Math.round(heartRate(day, at, between)) });
  return samples;
}

function heartRate(day: DemoDay, at: number, between: Between): number {
  if (exertionAt(day, at)) return day.restingHeartRate + between(72, 98);
  const hour = (at - day.date.toMillis()) / (60 * minuteMs);
  if (at < day.wokeAt.toMillis() || hour > 22.7)
    return day.restingHeartRate + 4 * Math.cos((hour / 7) * Math.PI) + between(0, 5);
  return day.restingHeartRate + 16 + 8 * Math.sin(((hour - 10) / 12) * Math.PI) + between(-4, 11);
}

/** On the watch all day; now and then the phone was along and counted as well. */
function steps(day: DemoDay, between: Between): GivenSample[] {
  const samples: GivenSample[] = [];
  const [start, end] = [day.wokeAt.toMillis(), day.date.set({ hour: 22, minute: 30 }).toMillis()];
  const slots = Math.max(1, Math.floor((end - start) / (stepMinutes * minuteMs)));
  for (let slot = 0; slot < slots; slot += 1) {
    const at = start + slot * stepMinutes * minuteMs;
    const span = {
      startedAt: new Date(at).toISOString(),
      endedAt: new Date(at + stepMinutes * minuteMs).toISOString(),
    };
    const running = exertionAt(day, at)?.onFoot ? between(2150, 2450) : 0;
    // Two walks stand out of a day that is spent sitting: in the morning and in the early evening.
    const lively = 1 + 3 * Math.exp(-((slot - 6) ** 2) / 6) + 3 * Math.exp(-((slot - 44) ** 2) / 8);
    const value = Math.round(running + (day.steps / slots / 1.05) * lively * between(0.3, 1.3));
    if (value === 0) continue;
    samples.push({ ...watch, ...span, value });
    if (slot % 5 === 0 && !running)
      samples.push({ ...phone, ...span, value: Math.max(1, Math.round(value * between(0.7, 1))) });
  }
  return samples;
}

const exertionAt = ({ exertions }: DemoDay, at: number) =>
  exertions.find(({ startMs, endMs }) => at >= startMs && at < endMs);
