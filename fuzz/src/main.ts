import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { checkInput } from './engine/check-input.ts'
import { runTarget, type TargetRun } from './run-target.ts'
import { tableOf } from './table.ts'
import { loadTarget, targetNames } from './targets.ts'

const usage = `usage: fuzz [--minutes N] [--target NAME]... [--seed N]
       fuzz --target NAME --input FILE

Fuzzes every reader, for an hour in all. Inputs that reach something new are saved in fuzz/corpus; those for which a
property does not hold, in fuzz/findings. With --input, one input is tried, and the failure printed.

  --minutes N     how long in all; default 60
  --target NAME   only this one; may be given several times:
                  ${targetNames.join(' ')}
  --seed N        where the choices start; default: by chance`

const fuzzFolder = fileURLToPath(new URL('..', import.meta.url))

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    target: { type: 'string', multiple: true },
    input: { type: 'string' },
    seed: { type: 'string', default: String(1 + Math.floor(Math.random() * 2 ** 30)) },
    help: { type: 'boolean' },
  },
})
const names = values.target ?? targetNames
const [name = ''] = names
const [minutes, seed] = [Number(values.minutes), Number(values.seed)]
if (values.help === true || !(minutes > 0) || !(seed >= 1) || names.some((each) => !targetNames.includes(each))) {
  console.error(usage)
  process.exitCode = values.help === true ? 0 : 2
} else if (values.input === undefined) {
  await fuzz()
} else {
  await checkInput(await loadTarget(name), new Uint8Array(readFileSync(values.input)))
  console.log('every property holds')
}

async function fuzz(): Promise<void> {
  const interrupted = new AbortController()
  const stop = (): void => interrupted.abort()
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop)
  const folder = mkdtempSync(join(tmpdir(), 'ect-fuzz-'))
  const runs: TargetRun[] = []
  try {
    for (const target of names) {
      const own = join(folder, target)
      mkdirSync(own)
      const seconds = Math.max(1, Math.round((minutes * 60) / names.length))
      const findings = join(fuzzFolder, 'findings')
      const run = await runTarget(target, { seconds, seed, folder: own, findings, signal: interrupted.signal })
      console.error(`${target}: ${run.executions} inputs in ${Math.round(run.seconds)} s`)
      runs.push(run)
    }
  } catch (error) {
    if (!interrupted.signal.aborted) throw error
    process.exitCode = 130
  } finally {
    rmSync(folder, { recursive: true, force: true })
    report(runs)
  }
}

function report(runs: readonly TargetRun[]): void {
  writeFileSync(join(fuzzFolder, 'report.json'), `${JSON.stringify({ seed, minutes, runs }, undefined, 2)}\n`)
  console.log(tableOf(runs))
  for (const { target, findings } of runs) {
    for (const finding of findings) {
      console.log(`\na property does not hold; again with:\n  pnpm fuzz --target ${target} --input ${finding}`)
      process.exitCode = 1
    }
  }
}
