import type { Stream } from './recording.ts';

/**
 * Picks at most `maxPoints` points that keep the stream's shape; the first and the last stay.
 * Largest Triangle Three Buckets (Sveinn Steinarsson, Downsampling Time Series for Visual Representation, 2013, 4.2):
 * of each bucket, the point that spans the largest triangle with the point picked before and the mean of the next bucket.
 */
export function downsample(stream: Stream, maxPoints: number): Stream {
  const { offsetsSeconds, values } = stream;
  const count = offsetsSeconds.length;
  if (count <= maxPoints) return stream;
  const picked = pickPoints(offsetsSeconds, values, Math.max(0, Math.floor(maxPoints)));
  return {
    offsetsSeconds: Float64Array.from(picked, (index) => offsetsSeconds[index] ?? NaN),
    values: Float64Array.from(picked, (index) => values[index] ?? NaN),
  };
}

function pickPoints(times: Float64Array, values: Float64Array, maxPoints: number): number[] {
  const last = times.length - 1;
  if (maxPoints <= 2) return [0, last].slice(0, maxPoints);
  const bucketSize = (times.length - 2) / (maxPoints - 2);
  const startOf = (bucket: number) => Math.min(Math.floor(bucket * bucketSize) + 1, last);
  const picked = [0];
  let before = 0;
  for (let bucket = 0; bucket < maxPoints - 2; bucket++) {
    const [start, end] = [startOf(bucket), startOf(bucket + 1)];
    const next = meanOf(times, values, end, Math.max(end + 1, Math.min(startOf(bucket + 2), last + 1)));
    let largest = -1;
    let choice = start;
    for (let index = start; index < end; index++) {
      const area = Math.abs(
        ((times[before] ?? 0) - next.time) * ((values[index] ?? 0) - (values[before] ?? 0)) -
          ((times[before] ?? 0) - (times[index] ?? 0)) * (next.value - (values[before] ?? 0)),
      );
      if (area > largest) [largest, choice] = [area, index];
    }
    picked.push(choice);
    before = choice;
  }
  picked.push(last);
  return picked;
}

function meanOf(times: Float64Array, values: Float64Array, start: number, end: number) {
  let time = 0;
  let value = 0;
  for (let index = start; index < end; index++) {
    time += times[index] ?? 0;
    value += values[index] ?? 0;
  }
  return { time: time / (end - start), value: value / (end - start) };
}
