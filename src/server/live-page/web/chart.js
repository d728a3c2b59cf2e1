import { drawn, element } from './elements.js';
import { localDay } from './words.js';

const height = 190;
const characterWidth = 7.5;
const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/**
 * A chart of some days as an SVG of the given width: bars from zero, or a line over the range of its values. Who cannot see it gets the same
 * from `tableOf`.
 * @param figure an entry of figures.js
 */
export function chartOf(figure, days, width) {
  const values = days.map(figure.of);
  const scale = scaleOf(
    values.filter((value) => value !== null),
    figure.isLine,
  );
  const labels = scale.ticks.map((tick) => number.format(tick));
  const margin = {
    top: 12,
    right: 22,
    bottom: 28,
    left: 8 + characterWidth * Math.max(...labels.map(({ length }) => length)),
  };
  const step = (width - margin.left - margin.right) / days.length;
  const x = (index) => margin.left + (index + 0.5) * step;
  const y = (value) =>
    margin.top + ((scale.to - value) / (scale.to - scale.from)) * (height - margin.top - margin.bottom);
  const title = (index) => drawn('title', {}, `${localDay(days[index].date)}: ${figure.inWords(values[index])}`);

  const grid = scale.ticks.flatMap((tick, index) => [
    drawn('line', { class: 'chart-grid', x1: margin.left, x2: width - margin.right, y1: y(tick), y2: y(tick) }),
    drawn('text', { class: 'chart-label', x: margin.left - 8, y: y(tick) + 4, 'text-anchor': 'end' }, labels[index]),
  ]);
  // As many dates as have room, the last one always.
  const every = Math.max(1, Math.ceil(56 / step));
  const dates = days.flatMap(({ date }, index) =>
    (days.length - 1 - index) % every === 0
      ? [drawn('text', { class: 'chart-label', x: x(index), y: height - 8, 'text-anchor': 'middle' }, dayOfMonth(date))]
      : [],
  );
  const marks = figure.isLine ? line() : bars();

  function bars() {
    const breadth = Math.min(step * 0.64, 28);
    return values.flatMap((value, index) =>
      value
        ? [
            drawn(
              'rect',
              {
                class: 'chart-bar',
                x: x(index) - breadth / 2,
                y: y(value),
                width: breadth,
                height: y(0) - y(value),
                rx: Math.min(3, breadth / 2),
              },
              title(index),
            ),
          ]
        : [],
    );
  }

  function line() {
    const known = values.flatMap((value, index) => (value === null ? [] : [index]));
    const points = known.map((index) => `${x(index)},${y(values[index])}`).join(' ');
    return [
      drawn('polyline', { class: 'chart-line', points }),
      ...known.map((index) =>
        drawn('circle', { class: 'chart-dot', cx: x(index), cy: y(values[index]), r: 3.5 }, title(index)),
      ),
    ];
  }

  return drawn(
    'svg',
    {
      class: 'chart',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-label': inShort(figure, days),
    },
    ...grid,
    ...dates,
    ...marks,
  );
}

/** What it shows, and in what. */
export const titleOf = ({ name, unit }) => (unit === undefined ? name : `${name} in ${unit}`);

/** The chart in a sentence. */
function inShort(figure, days) {
  const known = days.filter((day) => figure.of(day) !== null);
  const last = known.at(-1);
  if (!last) return `${titleOf(figure)}: nothing in the last ${days.length} days.`;
  const mean = known.reduce((sum, day) => sum + figure.of(day), 0) / known.length;
  return `${titleOf(figure)}, the last ${days.length} days: ${figure.inWords(mean)} a day on average, ${figure.inWords(figure.of(last))} on ${localDay(last.date)}. The table below has all of them.`;
}

/** The same as a table. */
export const tableOf = (figure, days) =>
  element(
    'table',
    {},
    element('caption', { class: 'unseen' }, `${figure.name} by day`),
    element(
      'thead',
      {},
      element('tr', {}, element('th', { scope: 'col' }, 'Day'), element('th', { scope: 'col' }, figure.name)),
    ),
    element(
      'tbody',
      {},
      ...days.toReversed().map((day) => {
        const value = figure.of(day);
        return element(
          'tr',
          {},
          element('th', { scope: 'row' }, localDay(day.date)),
          element('td', {}, value === null ? '–' : figure.inWords(value)),
        );
      }),
    ),
  );

/** The ends of the axis, and a few round numbers on it. */
function scaleOf(values, isLine) {
  const [low, high] = isLine ? [Math.min(...values), Math.max(...values)] : [0, Math.max(...values, 0)];
  const size = roundStep((high - low || 1) / 3);
  const from = Math.floor(low / size) * size;
  const to = Math.max(Math.ceil(high / size), from / size + 1) * size;
  const count = Math.round((to - from) / size);
  return { from, to, ticks: Array.from({ length: count + 1 }, (_, index) => from + index * size) };
}

/** The next of 1, 2, 5, 10, 20 … */
function roundStep(atLeast) {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  return power * [1, 2, 5, 10].find((factor) => factor * power >= atLeast * 0.999);
}

const dayOfMonth = (date) => localDay(date).replace(/^\w+,? /, '');
