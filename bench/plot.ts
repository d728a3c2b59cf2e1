import { init } from 'echarts';
import { median } from './median.ts';
import type { Comparison } from './rounds.ts';
import { ratioName } from './table.ts';

const rowHeight = 26;
const width = 1000;
const labelWidth = 480;

/** All ratios on one logarithmic scale as SVG: a bar from 1 for each, and a mark where its target is. */
export function plotOf(comparisons: readonly Comparison[]): string {
  const ratios = comparisons
    .flatMap((comparison) => comparison.ratios.map((ratio) => ({ ...ratio, job: comparison.job })))
    .map((ratio) => ({ ...ratio, label: `${ratio.job}: ${ratioName(ratio)}`, value: median(ratio.rounds) }))
    .toReversed();
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height: 90 + rowHeight * ratios.length });
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: 'sans-serif' },
    legend: { top: 8, itemGap: 40, data: ['median of the rounds', 'target'] },
    grid: { left: labelWidth + 16, right: 40, top: 40, bottom: 40 },
    xAxis: { type: 'log', name: 'times as much', nameLocation: 'middle', nameGap: 28 },
    yAxis: {
      type: 'category',
      data: ratios.map(({ label }) => label),
      axisLabel: { width: labelWidth, overflow: 'truncate' },
    },
    series: [
      {
        name: 'median of the rounds',
        type: 'bar',
        data: ratios.map(({ value, atLeast }) => ({
          value,
          itemStyle: { color: atLeast === undefined ? '#8a93a5' : value >= atLeast ? '#2f7d5b' : '#c2552d' },
        })),
        label: { show: true, position: 'right', formatter: ({ value }: { value: number }) => value.toFixed(2) },
      },
      {
        name: 'target',
        type: 'scatter',
        symbol: 'diamond',
        symbolSize: 11,
        itemStyle: { color: '#1d2433' },
        data: ratios.map(({ atLeast }) => atLeast ?? null),
      },
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
