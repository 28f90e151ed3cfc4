import type { BenchResult, GrowthSection, PartsSection } from '../bench-result.ts'
import { growthPlot } from './growth-plot.ts'
import { partsBar } from './parts-bar.ts'
import { style } from './style.ts'

/** The plots that documents show, as files of their own: where the time goes, and how costs grow. By file name. */
export function plotFiles(results: readonly BenchResult[]): Readonly<Record<string, string>> {
  const sections = results.flatMap((result) => result.sections)
  const plots = sections.flatMap((section): [string, string][] => {
    if (section.kind === 'growth') return [[fileName(section), standalone(growthPlot(section))]]
    return section.kind === 'parts' ? [[fileName(section), standalone(partsBar(section))]] : []
  })
  return Object.fromEntries(plots)
}

function fileName({ title }: GrowthSection | PartsSection): string {
  return `${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.svg`
}

const margin = 14

/** A plot of the page brings its own colours along, and the ground it is drawn on with a margin around it. */
function standalone(plot: string): string {
  const ground = `${style}svg { background: var(--ground); }\n`
  return `${plot
    .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
    .replace(/viewBox="0 0 (\d+) (\d+)"/, (_, width, height) => {
      return `viewBox="${-margin} ${-margin} ${Number(width) + 2 * margin} ${Number(height) + 2 * margin}"`
    })
    .replace('>', `>\n<style>${ground}</style>`)}\n`
}
