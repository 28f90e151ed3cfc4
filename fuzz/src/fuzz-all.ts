import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { corpusFolder } from './corpus.ts'
import { runTarget, type TargetRun } from './run-target.ts'
import { tableOf } from './table.ts'
import { targetModule } from './targets.ts'

const fuzzFolder = fileURLToPath(new URL('..', import.meta.url))

/** Fuzzes targets one after the other, and tells what came of it. Ctrl-C ends it in good order. */
export async function fuzzAll(names: readonly string[], options: { minutes: number; seed: number }): Promise<void> {
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => interrupted.abort())
  const folder = mkdtempSync(join(tmpdir(), 'ect-fuzz-'))
  const endsAt = performance.now() + options.minutes * 60_000
  const runs: TargetRun[] = []
  try {
    for (const [at, name] of names.entries()) {
      const seconds = Math.max(1, Math.floor((endsAt - performance.now()) / 1000 / (names.length - at)))
      const own = join(folder, name)
      mkdirSync(own)
      const run = await runTarget({
        name,
        module: targetModule(name),
        corpus: corpusFolder,
        findings: join(fuzzFolder, 'findings'),
        folder: own,
        seconds,
        seed: options.seed,
        signal: interrupted.signal,
      })
      runs.push(run)
      console.error(`${name}: ${run.executions} inputs in ${Math.round(run.seconds)} s`)
    }
  } catch (error) {
    if (!interrupted.signal.aborted) throw error
    process.exitCode = 130
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  writeFileSync(join(fuzzFolder, 'report.json'), `${JSON.stringify({ ...options, runs }, undefined, 2)}\n`)
  console.log(tableOf(runs))
  tellFindings(runs)
}

function tellFindings(runs: readonly TargetRun[]): void {
  for (const { target, findings } of runs) {
    for (const { file, account } of findings) {
      const input = relative(process.cwd(), file)
      console.log(`\n${account}`)
      console.log(`A property of ${target} does not hold. Again with:\n  pnpm fuzz --target ${target} --input ${input}`)
      process.exitCode = 1
    }
  }
}
