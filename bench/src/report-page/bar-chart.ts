import type { Spread } from '../spread.ts'
import { line, plotWidth, rect, short, svg, text } from './svg.ts'

export interface Bar {
  readonly label: string
  readonly value: Spread
  /** The same by processor time, a thinner bar below. */
  readonly second?: Spread
  readonly isOurs: boolean
}

const [labelWidth, valueWidth] = [300, 60]
const chartWidth = plotWidth - labelWidth - valueWidth
const top = 6
const barHeight = 13

/**
 * Bars with the median as their length and a line from the least to the greatest.
 *
 * @param mark a value that is drawn through all bars
 */
export function barChart(label: string, bars: readonly Bar[], mark?: number): string {
  const most = Math.max(mark ?? 0, ...bars.flatMap(({ value, second }) => [value.max, second?.max ?? 0]))
  const x = (value: number): number => labelWidth + (value / most) * chartWidth
  const rowHeight = bars.some(({ second }) => second !== undefined) ? 32 : 24
  const height = top + bars.length * rowHeight + 4
  const rows = bars.flatMap(({ label: name, value, second, isOurs }, at) => {
    const y = top + at * rowHeight
    const middle = y + barHeight / 2
    return [
      text([labelWidth - 10, y + 11], name, 'end', isOurs ? 'ours' : ''),
      rect({ x: labelWidth, y, width: x(value.median) - labelWidth, height: barHeight }, isOurs ? 'bar-ours' : 'bar'),
      line([x(value.min), middle], [x(value.max), middle], 'spread'),
      text([x(value.max) + 7, y + 11], short(value.median), 'start', isOurs ? 'ours' : ''),
      ...(second === undefined ? [] : [secondBar(x(second.median), y + barHeight + 2)]),
    ]
  })
  const marks = mark === undefined ? [] : [line([x(mark), 0], [x(mark), height], 'mark')]
  return svg(height, label, [...rows, ...marks])
}

function secondBar(end: number, y: number): string {
  return rect({ x: labelWidth, y, width: end - labelWidth, height: 5 }, 'bar-second')
}
