import { parseArgs } from 'node:util'
import { loadManifest } from './load.ts'
import { ProgramError } from './program-error.ts'
import { reportText } from './report.ts'
import { runConformance } from './run.ts'

const usage = `usage: ect-conformance run --impl COMMAND [--suite NAME]... [--timeout SECONDS] [--strict] [--json]
       ect-conformance list [--json]`

const options = {
  impl: { type: 'string' },
  suite: { type: 'string', multiple: true },
  timeout: { type: 'string', default: '30' },
  strict: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const

/** Where the command line writes. */
export interface Output {
  /** Results. */
  readonly out: (text: string) => void
  /** Words for people. */
  readonly err: (text: string) => void
}

/**
 * Runs the command line and gives its exit code.
 *
 * 0: every answer was as expected. 1: some were wrong or missing. 2: wrong use. 3: the program could not be run to its end.
 */
export async function runCommandLine(args: readonly string[], { out, err }: Output): Promise<0 | 1 | 2 | 3> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    if (positionals.join(' ') === 'list') {
      out(values.json ? JSON.stringify(loadManifest().suites) : listText())
      return 0
    }
    const timeoutMs = Number(values.timeout) * 1000
    if (positionals.join(' ') !== 'run' || values.impl === undefined || !(timeoutMs > 0))
      throw new TypeError('wrong arguments')
    const { suite: suites = [], strict } = values
    const report = await runConformance(values.impl, { suites, timeoutMs, strict })
    out(values.json ? JSON.stringify(report) : reportText(report))
    return report.failures.length === 0 ? 0 : 1
  } catch (error) {
    if (error instanceof ProgramError) {
      err(error.message)
      return 3
    }
    if (!(error instanceof TypeError)) throw error
    err(`${error.message}\n${usage}`)
    return 2
  }
}

function listText(): string {
  return loadManifest()
    .suites.map(
      ({ suite, revision, cases, file }) =>
        `${suite.padEnd(12)}${revision.padEnd(24)}${String(cases).padStart(5)}  ${file}`,
    )
    .join('\n')
}
