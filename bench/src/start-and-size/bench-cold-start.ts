import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { BenchResult, Effort } from '../bench-result.ts'
import { audience, keySet, signedTokens } from '../signed-tokens.ts'
import { type Spread, spreadOf } from '../spread.ts'
import { inTemporaryFolder } from '../temporary-folder.ts'

const runsPerRepetition = 6
const root = fileURLToPath(new URL('../../../', import.meta.url))
const command = fileURLToPath(new URL('../../../packages/cli/dist/main.js', import.meta.url))

/** How much longer `ect verify` takes than Node itself: both are started in turn, and compared run by run. */
export async function benchColdStart({ repetitions }: Effort): Promise<BenchResult> {
  buildCommand()
  const [token] = await signedTokens(1)
  return inTemporaryFolder(async (path) => {
    writeFileSync(path('jwks.json'), JSON.stringify(keySet))
    writeFileSync(path('meter.cjs'), meter)
    const verify = [command, 'verify', '--keys', path('jwks.json'), '--audience', audience, token?.compact ?? '']
    const importJose = ['--input-type=module', '-e', "await import('jose')"]
    const startOf = (args: readonly string[]): Start => start(path('meter.cjs'), args)
    const runs: { readonly node: Start; readonly ect: Start; readonly jose: Start }[] = []
    for (let run = -1; run < runsPerRepetition * repetitions; run++) {
      const times = { node: startOf(['-e', '0']), ect: startOf(verify), jose: startOf(importJose) }
      // The first one reads the files from disk.
      if (run >= 0) runs.push(times)
    }
    const over = {
      wall: spreadOf(runs.map(({ ect, node }) => ect.wallMs - node.wallMs)),
      cpu: spreadOf(runs.map(({ ect, node }) => ect.cpuMs - node.cpuMs)),
    }
    const row = (label: string, value: Spread) => ({ label, value, unit: 'ms', digits: 1 })
    const rows = [
      row('node -e 0', spreadOf(runs.map(({ node }) => node.wallMs))),
      row('ect verify', spreadOf(runs.map(({ ect }) => ect.wallMs))),
      row('ect verify above node -e 0', over.wall),
      row('the same, by processor time', over.cpu),
      row('importing all of jose above node -e 0', spreadOf(runs.map(({ jose, node }) => jose.wallMs - node.wallMs))),
      row('the same, by processor time', spreadOf(runs.map(({ jose, node }) => jose.cpuMs - node.cpuMs))),
    ]
    return {
      title: 'Start of the command',
      about: `ect verify, as it is built, judges one token with a key set in a file and ends; node -e 0 does
        nothing. ${runs.length} runs of each, in turn, compared run by run.`,
      sections: [{ kind: 'values', title: 'From start to end of the process', rows }],
      figures: { 'ect verify, ms above node': over },
    }
  })
}

/** Only what changed since the last build is built. */
function buildCommand(): void {
  const { status, stdout } = spawnSync('turbo run build --filter=@wimse-ect/cli --output-logs=errors-only', {
    cwd: root,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
    shell: true,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`ect could not be built\n${stdout}`)
}

/** What a process took. */
interface Start {
  readonly wallMs: number
  /** Processor time until it exits. */
  readonly cpuMs: number
}

/**
 * Loaded before whatever is started: tells the processor time to the fourth file that the process was given. In
 * CommonJS, as Node starts the loader of modules only for who needs it.
 */
const meter = `process.on('exit', () => {
  const { user, system } = process.cpuUsage()
  require('node:fs').writeSync(3, String((user + system) / 1000))
})`

/** Starts Node and waits for its end. Imports are those of this package. */
function start(meterFile: string, args: readonly string[]): Start {
  const cwd = fileURLToPath(new URL('.', import.meta.url))
  const before = performance.now()
  const { status, output } = spawnSync(process.execPath, ['--require', meterFile, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  const wallMs = performance.now() - before
  if (status !== 0) throw new Error(`a run ended with ${status}`)
  return { wallMs, cpuMs: Number(output[3]) }
}
