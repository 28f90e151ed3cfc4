import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Environment, environment } from './environment.ts'
import type { Spread } from './spread.ts'

const folder = new URL('../report/', import.meta.url)

/** Writes what was measured to `bench/report/<name>.json` and returns the path. */
export function writeReport(name: string, started: Environment, measured: object): string {
  mkdirSync(folder, { recursive: true })
  const file = fileURLToPath(new URL(`${name}.json`, folder))
  const content = { started, ended: environment(), ...measured }
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`)
  return file
}

/** Writes a page or plot beside it and returns the path. */
export function writeBeside(name: string, content: string): string {
  mkdirSync(folder, { recursive: true })
  const file = fileURLToPath(new URL(name, folder))
  writeFileSync(file, content)
  return file
}

/** `median (min to max)`, or the one value that there is. */
export function formatSpread({ median, min, max }: Spread, digits: number): string {
  const format = (value: number): string =>
    value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  if (min === max) return format(median)
  return `${format(median)} (${format(min)} to ${format(max)})`
}

/** Cells in columns, each as wide as its widest. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
