import type { PartsSection } from '../bench-result.ts'
import { plotWidth, rect, svg, text } from './svg.ts'

const barHeight = 34
const rowHeight = 22

/** One bar for the whole, cut into its parts, and what each of them is. */
export function partsBar({ title, unit, parts }: PartsSection): string {
  const whole = parts.reduce((sum, { value }) => sum + value, 0)
  let x = 0
  const pieces = parts.map(({ value }, at) => {
    const width = (value / whole) * plotWidth
    const piece = rect({ x, y: 0, width: Math.max(1, width - 1.5), height: barHeight }, `part-${at + 1}`)
    x += width
    return piece
  })
  const legend = parts.flatMap(({ label, value }, at) => {
    const y = barHeight + 14 + at * rowHeight
    const share = `${value.toFixed(2)} ${unit.split(' ')[0]}, ${((value / whole) * 100).toFixed(1)} %`
    return [rect({ x: 0, y, width: 13, height: 13 }, `part-${at + 1}`), text([22, y + 11], `${label}: ${share}`)]
  })
  return svg(barHeight + 14 + parts.length * rowHeight, title, [...pieces, ...legend])
}
