import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addToCorpus, readCorpus } from './corpus.ts'
import { type ChildEnd, fuzzChild } from './engine/fuzz-child.ts'
import { InputFolder, mostInputBytes } from './input-folder.ts'
import { loadTarget, seedsOf } from './targets.ts'

/** What a run did. */
export interface TargetRun {
  readonly target: string
  /** Inputs that were tried. */
  readonly executions: number
  readonly seconds: number
  /** Branches of the project's own code that were reached. */
  readonly branches: number
  readonly corpusBefore: number
  readonly corpusAfter: number
  /** Files with inputs for which a property does not hold. */
  readonly findings: readonly string[]
}

/** How a target is fuzzed. */
export interface RunOptions {
  /** Seconds to fuzz, 1 or more. Inputs that are there already are tried in any case. */
  readonly seconds: number
  /** Where the choices of libFuzzer start: a number from 1. */
  readonly seed: number
  /** An empty folder to work in. */
  readonly folder: string
  /** Folder for inputs for which a property does not hold. */
  readonly findings: string
  readonly signal: AbortSignal
}

/**
 * Fuzzes one target, and saves the inputs that reached something new.
 *
 * @throws Error when the fuzzer itself fails, or is interrupted
 */
export async function runTarget(name: string, options: RunOptions): Promise<TargetRun> {
  const { seconds, seed, folder, signal } = options
  const target = await loadTarget(name)
  const saved = readCorpus(name)
  const known = new InputFolder(join(folder, 'known'), [...seedsOf(target), ...saved])
  const found = new InputFolder(join(folder, 'found'), [])
  const words = join(folder, 'words')
  writeFileSync(words, (target.words ?? []).map(dictionaryLine).join(''))
  const limits = [`-max_total_time=${seconds}`, `-seed=${seed}`, `-max_len=${mostInputBytes}`, `-dict=${words}`]
  const reports = ['-print_final_stats=1', `-artifact_prefix=${join(folder, 'failed-')}`]

  const startedAt = performance.now()
  const end = await fuzzChild(name, [...limits, ...reports, found.path, known.path], folder, signal)
  const duration = (performance.now() - startedAt) / 1000
  const findings = keepFindings(name, options)
  if (findings.length === 0) checkEnd(end)
  else console.error(end.output.slice(-4000))
  return {
    target: name,
    executions: numberIn(end, /number_of_executed_units: +(\d+)/g),
    seconds: duration,
    branches: numberIn(end, / cov: (\d+)/g),
    corpusBefore: saved.length,
    corpusAfter: addToCorpus(name, await newInputs(name, known, found, options)),
    findings,
  }
}

/** Of the inputs that were found, those that reach more than all that were known, and the shortest of each kind. */
async function newInputs(
  name: string,
  known: InputFolder,
  found: InputFolder,
  { folder, signal }: RunOptions,
): Promise<readonly Uint8Array[]> {
  const before = known.names()
  if (found.names().size === 0) return []
  checkEnd(await fuzzChild(name, ['-merge=1', known.path, found.path], folder, signal))
  return [...known.names()].filter((each) => !before.has(each)).map((each) => known.read(each))
}

function keepFindings(name: string, { folder, findings }: RunOptions): readonly string[] {
  const failed = readdirSync(folder).filter((file) => file.startsWith('failed-'))
  if (failed.length > 0) mkdirSync(findings, { recursive: true })
  return failed.map((file) => {
    const kept = join(findings, `${name}-${file.slice('failed-'.length)}`)
    copyFileSync(join(folder, file), kept)
    return kept
  })
}

/** A word as libFuzzer reads it. */
function dictionaryLine(word: string): string {
  return `"${[...Buffer.from(word)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}"\n`
}

/** The last number that libFuzzer says of something. */
function numberIn({ output }: ChildEnd, pattern: RegExp): number {
  return Number([...output.matchAll(pattern)].at(-1)?.[1] ?? 0)
}

function checkEnd({ exitCode, output }: ChildEnd): void {
  if (exitCode !== 0) throw new Error(`the fuzzer failed:\n${output.slice(-4000)}`)
}
