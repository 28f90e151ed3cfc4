import type { GrowthSection } from '../bench-result.ts'
import { line, plotWidth, short, svg, text } from './svg.ts'

const area = { left: 70, right: plotWidth - 40, top: 34, bottom: 300 }
const rowHeight = 22

/** Lines over two axes in powers of ten. */
export function growthPlot({ title, across, up, lines }: GrowthSection): string {
  const points = lines.flatMap((each) => each.points)
  const xRange = powersAround(points.map(({ at }) => at))
  const yRange = powersAround(points.flatMap(({ value }) => [value.min, value.max]))
  const x = scale(xRange, area.left, area.right)
  const y = scale(yRange, area.bottom, area.top)
  return svg(area.bottom + 52 + lines.length * rowHeight, title, [
    ...powers(yRange).flatMap((value) => [
      line([area.left, y(value)], [area.right, y(value)], 'grid'),
      text([area.left - 8, y(value) + 4], short(value), 'end', 'quiet'),
    ]),
    ...powers(xRange).map((value) => text([x(value), area.bottom + 20], short(value), 'middle', 'quiet')),
    text([area.left - 8, area.top - 16], up, 'end', 'quiet'),
    text([area.right, area.bottom + 40], across, 'end', 'quiet'),
    ...lines.flatMap((each, at) => [...drawLine(each, at, x, y), ...nameOf(each, at)]),
  ])
}

type Scale = (value: number) => number

function drawLine({ points }: GrowthSection['lines'][number], at: number, x: Scale, y: Scale): string[] {
  const path = points.map((point) => `${x(point.at).toFixed(1)},${y(point.value.median).toFixed(1)}`).join(' ')
  return [
    `<polyline class="line-${at + 1}" points="${path}"/>`,
    ...points.flatMap((point) => [
      line([x(point.at), y(point.value.min)], [x(point.at), y(point.value.max)], `line-${at + 1}`),
      `<circle class="dot-${at + 1}" cx="${x(point.at).toFixed(1)}" cy="${y(point.value.median).toFixed(1)}" r="4"/>`,
    ]),
  ]
}

function nameOf({ label }: GrowthSection['lines'][number], at: number): string[] {
  const y = area.bottom + 56 + at * rowHeight
  return [`<circle class="dot-${at + 1}" cx="${area.left}" cy="${y}" r="4"/>`, text([area.left + 14, y + 4], label)]
}

type Range = readonly [number, number]

/** The powers of ten, as their exponents, between which all values lie. */
function powersAround(values: readonly number[]): Range {
  const least = Math.floor(Math.log10(Math.min(...values)))
  return [least, Math.max(least + 1, Math.ceil(Math.log10(Math.max(...values))))]
}

function powers([from, to]: Range): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => 10 ** (from + at))
}

function scale([from, to]: Range, start: number, end: number): Scale {
  return (value) => start + ((Math.log10(value) - from) / (to - from)) * (end - start)
}
