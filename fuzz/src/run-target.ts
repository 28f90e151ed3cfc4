import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addToCorpus, readCorpus } from './corpus.ts'
import { type ChildEnd, fuzzChild } from './engine/fuzz-child.ts'
import { InputFolder, maxInputBytes } from './input-folder.ts'
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
  readonly findings: readonly Finding[]
}

/** An input for which a property does not hold. */
export interface Finding {
  /** The input. */
  readonly file: string
  /** What libFuzzer and the property say, for a person. */
  readonly account: string
}

/** How a target is fuzzed. */
export interface RunOptions {
  readonly name: string
  /** What exports the target. */
  readonly module: URL
  /** Folder of the saved inputs. */
  readonly corpus: string
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
export async function runTarget(options: RunOptions): Promise<TargetRun> {
  const { name, module, corpus, seconds, seed, folder, signal } = options
  const target = await loadTarget(module)
  const saved = readCorpus(corpus, name)
  const known = new InputFolder(join(folder, 'known'), [...seedsOf(target), ...saved])
  const found = new InputFolder(join(folder, 'found'), [])
  const words = join(folder, 'words')
  writeFileSync(words, (target.words ?? []).map(dictionaryLine).join(''))
  const limits = [`-max_total_time=${seconds}`, `-seed=${seed}`, `-max_len=${maxInputBytes}`, `-dict=${words}`]
  const reports = ['-print_final_stats=1', `-artifact_prefix=${join(folder, 'failed-')}`]

  const startedAt = performance.now()
  const end = await fuzzChild(module, [...limits, ...reports, found.path, known.path], folder, signal)
  const duration = (performance.now() - startedAt) / 1000
  const findings = keepFindings(end, options)
  if (findings.length === 0) checkEnd(end)
  return {
    target: name,
    executions: numberIn(end, /number_of_executed_units: +(\d+)/g),
    seconds: duration,
    branches: numberIn(end, / cov: (\d+)/g),
    corpusBefore: saved.length,
    corpusAfter: addToCorpus(corpus, name, await newInputs(known, found, options)),
    findings,
  }
}

/** Of the inputs that were found, those that reach more than all that were known, and the shortest of each kind. */
async function newInputs(
  known: InputFolder,
  found: InputFolder,
  { module, folder, signal }: RunOptions,
): Promise<readonly Uint8Array[]> {
  const before = known.names()
  if (found.names().size === 0) return []
  checkEnd(await fuzzChild(module, ['-merge=1', known.path, found.path], folder, signal))
  return [...known.names()].filter((each) => !before.has(each)).map((each) => known.read(each))
}

function keepFindings({ output }: ChildEnd, { name, folder, findings }: RunOptions): readonly Finding[] {
  const failed = readdirSync(folder).filter((file) => file.startsWith('failed-'))
  if (failed.length > 0) mkdirSync(findings, { recursive: true })
  return failed.map((from) => {
    const file = join(findings, `${name}-${from.slice('failed-'.length)}`)
    copyFileSync(join(folder, from), file)
    return { file, account: output.slice(output.search(/^==\d+==/m)) }
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
