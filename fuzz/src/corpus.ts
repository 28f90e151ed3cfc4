import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Most bytes of a file: what was found last and does not fit is found again. */
const maxFileBytes = 40_000

/** Where the inputs are that are part of this repository. */
export const corpusFolder: string = fileURLToPath(new URL('../corpus', import.meta.url))

/**
 * The saved inputs of a target. A line of the file is one of them: a JSON string with one character for each byte, so
 * that a person can read the diff.
 */
export function readCorpus(folder: string, target: string): readonly Uint8Array[] {
  const file = fileOf(folder, target)
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1)
  return lines.map((line) => new Uint8Array(Buffer.from(String(JSON.parse(line)), 'latin1')))
}

/**
 * Saves inputs beside those that are there; those are never removed, as some stand for a failure of the past. Shorter
 * ones go first, as long as the file stays small.
 *
 * @returns how many are saved now
 */
export function addToCorpus(folder: string, target: string, inputs: readonly Uint8Array[]): number {
  const lines = new Set(readCorpus(folder, target).map(lineOf))
  let bytes = [...lines].reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0)
  for (const line of inputs.map(lineOf).sort(shorterFirst)) {
    bytes += Buffer.byteLength(line) + 1
    if (bytes > maxFileBytes) break
    lines.add(line)
  }
  const text = [...lines].sort(shorterFirst).map((line) => `${line}\n`)
  if (text.length > 0) writeFileSync(fileOf(folder, target), text.join(''))
  return lines.size
}

function fileOf(folder: string, target: string): string {
  return join(folder, `${target}.jsonl`)
}

function lineOf(input: Uint8Array): string {
  return JSON.stringify(Buffer.from(input).toString('latin1'))
}

function shorterFirst(one: string, other: string): number {
  return one.length - other.length || (one < other ? -1 : 1)
}
