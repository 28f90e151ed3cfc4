import { escapeHtml } from './html.ts'

/** Width of every plot, in its own units; it is as wide as the page lets it. */
export const plotWidth = 760

/** A plot with a text for those who do not see it. */
export function svg(height: number, label: string, content: readonly string[]): string {
  const box = `viewBox="0 0 ${plotWidth} ${height}"`
  return `<svg ${box} role="img" aria-label="${escapeHtml(label)}">\n${content.join('\n')}\n</svg>`
}

export function line(from: readonly [number, number], to: readonly [number, number], kind: string): string {
  const [[x1, y1], [x2, y2]] = [from.map(round), to.map(round)]
  return `<line class="${kind}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`
}

export function rect(box: { x: number; y: number; width: number; height: number }, kind: string): string {
  const [x, y, width, height] = [box.x, box.y, box.width, box.height].map(round)
  return `<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="2"/>`
}

export function text(at: readonly [number, number], content: string, anchor = 'start', kind = ''): string {
  const [x, y] = at.map(round)
  return `<text class="${kind}" x="${x}" y="${y}" text-anchor="${anchor}">${escapeHtml(content)}</text>`
}

/** A number for a person: three digits that count, and thousands apart. */
export function short(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: value < 1000 ? 3 : 4 })
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
