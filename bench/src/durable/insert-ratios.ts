import { type Effort, scaled, type ValueSection } from '../bench-result.ts'
import type { Spread } from '../spread.ts'

const usualEntries = 10_000

/** What the measurements of the durable ledgers take. */
export function optionsOf(effort: Effort): { readonly entries: number; readonly repetitions: number } {
  return { entries: scaled(usualEntries, effort), repetitions: effort.repetitions }
}

/** Ratios to plain inserts as a table. */
export function insertRatios(title: string, values: Readonly<Record<string, Spread>>): ValueSection {
  const rows = Object.entries(values).map(([label, value]) => ({ label, value, unit: 'times', digits: 2 }))
  return { kind: 'values', title, rows }
}
