import { scaleLinear, type ScaleLinear } from 'd3-scale';
import type { Axis } from './chart-types.ts';
import { layLegend, type LegendEntry } from './legend.ts';
import { formatNumber, textWidth } from './look.ts';

/** A mark of an axis, in pixels of the chart. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Where everything of a chart stands, in pixels of the chart; the scales turn values into them. */
export interface Frame {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly legend: readonly LegendEntry[];
}

/** What a frame is made of. */
export interface FrameOptions {
  readonly width: number;
  readonly height: number;
  readonly xAxis: Axis & { readonly domain: readonly [number, number] };
  readonly yAxis: Axis & { readonly domain: readonly [number, number] };
  readonly legend?: readonly string[];
  /** Names in place of the numbers of the x axis. */
  readonly xNames?: readonly { readonly value: number; readonly name: string }[];
}

const titleHeight = 28;
const axisHeight = 44;
const rightMargin = 16;

/** Lays out a chart: legend on top, then the name of the y axis, the plot, and the x axis below it. */
export function layFrame({ width, height, xAxis, yAxis, legend = [], xNames }: FrameOptions): Frame {
  const { entries, height: legendHeight } = layLegend(legend, width - 4);
  const top = legendHeight + titleHeight;
  const bottom = Math.max(top + 40, height - axisHeight);
  const y = scaleLinear(yAxis.domain, [bottom, top]);
  const yTicks = y.ticks(yAxis.ticks ?? Math.max(2, Math.min(6, Math.round((bottom - top) / 50))));
  const formatY = yAxis.format ?? formatNumber;
  const yLabels = yTicks.map((value) => ({ at: y(value), label: formatY(value) }));
  const left = Math.ceil(Math.max(24, ...yLabels.map(({ label }) => textWidth(label) + 12)));
  const right = Math.max(left + 40, width - rightMargin);
  const x = scaleLinear(xAxis.domain, [left, right]);
  const formatX = xAxis.format ?? formatNumber;
  const xTicks = xNames
    ? namesThatFit(xNames.map(({ value, name }) => ({ at: x(value), label: name })))
    : x
        .ticks(xAxis.ticks ?? Math.max(2, Math.min(10, Math.round((right - left) / 90))))
        .map((value) => ({ at: x(value), label: formatX(value) }));
  return { x, y, left, right, top, bottom, width, height, xTicks, yTicks: yLabels, legend: entries };
}

/** Names that would run into the one before are left out; the table has all of them. */
function namesThatFit(ticks: readonly Tick[]): Tick[] {
  const fitting: Tick[] = [];
  let end = -Infinity;
  for (const tick of ticks) {
    const half = textWidth(tick.label) / 2;
    if (tick.at - half < end + 6) continue;
    fitting.push(tick);
    end = tick.at + half;
  }
  return fitting;
}
