import type { BenchResult, Section } from '../bench-result.ts'
import type { Environment } from '../environment.ts'
import { oneLine, sectionTable } from '../print-result.ts'
import { type JudgedTarget, targetTable } from '../targets.ts'
import { type Bar, barChart } from './bar-chart.ts'
import { growthPlot } from './growth-plot.ts'
import { escapeHtml, htmlTable } from './html.ts'
import { partsBar } from './parts-bar.ts'
import { style } from './style.ts'

/** What a page is made of. */
export interface Report {
  readonly started: Environment
  readonly ended: Environment
  /** What was called, and with what. */
  readonly command: string
  readonly repetitions: number
  /** The part of the usual work that was done. */
  readonly share: number
  readonly targets: readonly JudgedTarget[]
  readonly results: readonly BenchResult[]
  /** Benches that broke off, with what they said. */
  readonly failures: readonly string[]
}

/** One page with everything in it: no script, nothing to load. */
export function reportPage(report: Report): string {
  const { results, failures, targets } = report
  const broken = failures.map((failure) => `<p class="not-met">${escapeHtml(failure)}</p>`)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Benchmarks</title>
<style>${style}</style>
<h1>Benchmarks</h1>
${introduction(report)}
${broken.join('\n')}
${targetsHtml(targets)}
${results.map(resultHtml).join('\n')}
</html>
`
}

function introduction({ started, ended, command, repetitions, share }: Report): string {
  const { node, openssl, opensslInstalled, sqlite, cores, cpu, at } = started
  return `<p>Everything here was measured in one run, in turn, on one machine. Figures of different runs or machines
cannot be compared; the ratios of one run can. Each figure is the median of ${repetitions} repetitions, with the least
and the greatest.${share < 1 ? ` This is a trial, with ${share} of the usual number of tokens and tasks.` : ''}</p>
<p class="quiet"><code>${escapeHtml(command)}</code>, ${escapeHtml(at)}. Node ${node} with OpenSSL ${openssl};
installed: ${escapeHtml(opensslInstalled)}; SQLite ${sqlite} (WAL, synchronous=FULL). ${cores} cores,
${escapeHtml(cpu)}; load ${started.load} at the beginning and ${ended.load} at the end: above the number of cores, read what is by processor
time.</p>`
}

function targetsHtml(targets: readonly JudgedTarget[]): string {
  if (targets.length === 0) return ''
  const table = htmlTable(targetTable(targets), (cell) => verdictKinds.get(cell))
  return `<h2>Targets</h2>\n${table}`
}

const verdictKinds: ReadonlyMap<string, string> = new Map([
  ['met', 'met'],
  ['not met', 'not-met'],
  ['not measured', 'not-measured'],
])

function resultHtml({ title, about, sections }: BenchResult): string {
  return `<h2>${escapeHtml(title)}</h2>\n<p>${escapeHtml(oneLine(about))}</p>\n${sections.map(sectionHtml).join('\n')}`
}

function sectionHtml(section: Section): string {
  const table = htmlTable(sectionTable(section))
  const plot = plotOf(section)
  const figures = plot === undefined ? table : `${plot}<details><summary>as a table</summary>${table}</details>`
  return `<h3>${escapeHtml(section.title)}</h3>\n${figures}`
}

function plotOf(section: Section): string | undefined {
  if (section.kind === 'growth') return growthPlot(section)
  if (section.kind === 'parts') return partsBar(section)
  if (section.kind === 'speed') {
    const bars = section.rows.map(({ label, wall, cpu, isOurs }): Bar => ({ label, value: wall, second: cpu, isOurs }))
    const legend = `Speed, ${section.baseline} = 1: the longer the faster. Thick: by the clock, with least and greatest;
      thin: by processor time.`
    return `${barChart(section.title, bars, 1)}<p class="legend">${escapeHtml(oneLine(legend))}</p>`
  }
  // Bars are for what can be compared.
  const units = new Set(section.rows.map(({ unit }) => unit))
  if (units.size > 1 || section.rows.length < 2) return undefined
  const bars = section.rows.map(({ label, value }): Bar => ({ label, value, isOurs: false }))
  return `${barChart(section.title, bars)}<p class="legend">${escapeHtml([...units].join(''))}</p>`
}
