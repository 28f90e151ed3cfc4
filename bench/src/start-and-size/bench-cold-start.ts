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
    const verify = [command, 'verify', '--keys', path('jwks.json'), '--audience', audience, token?.compact ?? '']
    const importJose = ['--input-type=module', '-e', "await import('jose')"]
    const times: { readonly node: number; readonly ect: number; readonly jose: number }[] = []
    for (let run = -1; run < runsPerRepetition * repetitions; run++) {
      const time = { node: start(['-e', '0']), ect: start(verify), jose: start(importJose) }
      // The first one reads the files from disk.
      if (run >= 0) times.push(time)
    }
    const over = spreadOf(times.map(({ ect, node }) => ect - node))
    const row = (label: string, value: Spread) => ({ label, value, unit: 'ms', digits: 1 })
    return {
      title: 'Start of the command',
      about: `ect verify, as it is built, judges one token with a key set in a file and ends; node -e 0 does nothing.
        ${times.length} runs of each, in turn.`,
      sections: [
        {
          kind: 'values',
          title: 'From start to end of the process',
          rows: [
            row('node -e 0', spreadOf(times.map(({ node }) => node))),
            row('ect verify', spreadOf(times.map(({ ect }) => ect))),
            row('ect verify above node -e 0', over),
            row('importing all of jose above node -e 0', spreadOf(times.map(({ jose, node }) => jose - node))),
          ],
        },
      ],
      figures: { 'ect verify, ms above node': { wall: over } },
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

/** Milliseconds from start to end. Resolution of jose is that of this package. */
function start(args: readonly string[]): number {
  const before = performance.now()
  const { status } = spawnSync(process.execPath, [...args], { cwd: fileURLToPath(new URL('.', import.meta.url)) })
  const took = performance.now() - before
  if (status !== 0) throw new Error(`a run ended with ${status}`)
  return took
}
