import { expect, it } from 'vitest'
import type { BenchResult } from '../../src/bench-result.ts'
import { environment } from '../../src/environment.ts'
import { resultText } from '../../src/print-result.ts'
import { plotFiles } from '../../src/report-page/plot-files.ts'
import { reportPage } from '../../src/report-page/report-page.ts'
import { judgeTargets } from '../../src/targets.ts'

const spread = (median: number) => ({ median, min: median * 0.9, max: median * 1.1 })
const value = (label: string, unit: string) => ({ label, value: spread(3), unit, digits: 1 })

const result: BenchResult = {
  title: 'A bench & more',
  about: `What was
    compared`,
  sections: [
    {
      kind: 'speed',
      title: 'Speeds',
      baseline: 'plain',
      rows: [
        { label: 'plain', wall: spread(1), cpu: spread(1), cpuUs: spread(50), isOurs: false },
        { label: '<ours>', wall: spread(0.9), cpu: spread(0.95), cpuUs: spread(55), isOurs: true },
      ],
    },
    {
      kind: 'parts',
      title: 'Parts',
      unit: 'µs',
      parts: [
        { label: 'one', value: 3 },
        { label: 'two', value: 1 },
      ],
    },
    {
      kind: 'growth',
      title: 'Growth',
      across: 'tasks',
      up: 'µs',
      lines: [{ label: 'walk', points: [1000, 10_000].map((at) => ({ at, value: spread(at / 10) })) }],
    },
    { kind: 'values', title: 'Values', rows: [value('one', 'ms'), value('other', 'ms')] },
    { kind: 'values', title: 'Mixed values', rows: [value('one', 'ms'), value('other', 'times')] },
  ],
  figures: { speed: { wall: spread(0.9) } },
}

function page(): string {
  const wanted = [{ operation: 'is fast', figure: 'speed', atLeast: 0.8 }]
  const targets = judgeTargets(wanted, result.figures)
  const [started, ended] = [environment(), environment()]
  const failures = ['the bench x ended with 1']
  return reportPage({
    started,
    ended,
    command: 'pnpm bench',
    repetitions: 2,
    share: 1,
    targets,
    results: [result],
    failures,
  })
}

it('the page is whole in itself, with a plot for what can be compared and a table for everything', () => {
  const html = page()
  expect(html.match(/<svg /g)).toHaveLength(4)
  expect(html.match(/<table>/g)).toHaveLength(6)
  expect(html).not.toMatch(/<script|https?:|src=|NaN|undefined|Infinity/)
})

it('what was measured is text on the page, and never markup', () => {
  const html = page()
  expect(html).toContain('A bench &amp; more')
  expect(html).toContain('&lt;ours&gt;')
  expect(html).not.toContain('<ours>')
})

it('the page says what became of the targets, and which benches broke off', () => {
  expect(page()).toContain('<td class="met">met</td>')
  expect(page()).toContain('the bench x ended with 1')
})

it('a terminal is told the same', () => {
  const lines = resultText(result).split('\n')
  expect(lines.slice(0, 2)).toEqual(['A bench & more', 'What was compared'])
  expect(lines).toContain('two        1.00  25.0 %')
  expect(lines).toContain('1,000   100.00 (90.00 to 110.00)')
})

it('a plot of parts and one of growth are files of their own, with their colours', () => {
  const plots = plotFiles([result])
  expect(Object.keys(plots)).toEqual(['parts.svg', 'growth.svg'])
  for (const plot of Object.values(plots)) expect(plot).toMatch(/^<svg xmlns="[^"]+" viewBox="[^"]+" [^>]*>\n<style>/)
})
