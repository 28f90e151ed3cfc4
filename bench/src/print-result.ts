import type { BenchResult, Section } from './bench-result.ts'
import { formatSpread, formatTable } from './report.ts'

/** A result as tables for a terminal. */
export function resultText({ title, about, sections }: BenchResult): string {
  return [`${title}\n${oneLine(about)}`, ...sections.map(sectionText)].join('\n\n')
}

/** Text as it is read: line breaks of the source mean nothing. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}

/** Rows of a section, its head first. */
export function sectionTable(section: Section): readonly (readonly string[])[] {
  switch (section.kind) {
    case 'speed':
      return [
        ['', `speed, ${section.baseline} = 1`, 'by processor time', 'µs of processor time'],
        ...section.rows.map(({ label, wall, cpu, cpuUs }) => [
          label,
          formatSpread(wall, 2),
          formatSpread(cpu, 2),
          formatSpread(cpuUs, 1),
        ]),
      ]
    case 'parts': {
      const whole = section.parts.reduce((sum, { value }) => sum + value, 0)
      const share = (value: number): string => `${((value / whole) * 100).toFixed(1)} %`
      const parts = section.parts.map(({ label, value }) => [label, value.toFixed(2), share(value)])
      return [['', section.unit, 'share'], ...parts, ['the whole', whole.toFixed(2), '']]
    }
    case 'growth': {
      const counts = [...new Set(section.lines.flatMap(({ points }) => points.map(({ at }) => at)))].sort(
        (a, b) => a - b,
      )
      const cell = (line: (typeof section.lines)[number], count: number): string => {
        const point = line.points.find(({ at }) => at === count)
        return point === undefined ? '' : formatSpread(point.value, 2)
      }
      return [
        [section.across, ...section.lines.map(({ label }) => `${label}, ${section.up}`)],
        ...counts.map((count) => [count.toLocaleString('en'), ...section.lines.map((line) => cell(line, count))]),
      ]
    }
    case 'values':
      return [
        ['', 'measured', 'unit'],
        ...section.rows.map(({ label, value, unit, digits }) => [label, formatSpread(value, digits), unit]),
      ]
  }
}

function sectionText(section: Section): string {
  return `${section.title}\n${formatTable(sectionTable(section))}`
}
