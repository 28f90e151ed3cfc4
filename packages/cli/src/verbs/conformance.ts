import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ProgramError, reportText, runConformance } from '@wimse-ect/conformance'
import { FailedError } from '../failed-error.ts'
import { print } from '../output.ts'
import { jsonLine } from '../printable.ts'
import { wholeNumber } from '../read-option.ts'
import { UsageError } from '../usage-error.ts'
import { defineVerb, jsonFlag, type Verb } from '../verb.ts'

const flags = {
  impl: { type: 'string', value: 'COMMAND', help: 'the program under test (default: these packages)' },
  suite: { type: 'string', multiple: true, value: 'S', help: 'run only this suite (default: all)' },
  timeout: { type: 'string', value: 'SECONDS', help: 'how long an answer may take (default 30)' },
  strict: { type: 'boolean', help: 'also compare what accepted cases come to' },
  ...jsonFlag,
} as const

/** Runs the conformance suites. */
export const verb: Verb = defineVerb({
  name: 'conformance',
  about: `Runs the conformance suites against these packages, or against any program that reads a JSON case per line and answers
{"tcId":N,"result":"valid"|"invalid","code"?:...} on a line. Exits with 1 when an answer is wrong or missing.`,
  flags,
  async run({ values }) {
    const { impl = ownImplementation(), suite: suites = [], strict = false, json = false } = values
    const seconds = wholeNumber(values.timeout, '--timeout') ?? 30
    if (seconds === 0) throw new UsageError('--timeout is at least 1')
    try {
      const report = await runConformance(impl, { suites, timeoutMs: seconds * 1000, strict })
      await print(json ? jsonLine(report) : reportText(report))
      return report.failures.length === 0 ? 0 : 1
    } catch (error) {
      if (error instanceof ProgramError) throw new FailedError(error.message)
      throw error
    }
  },
})

/** The command that runs the adapter of these packages, which lies beside this file in whatever form this file has. */
function ownImplementation(): string {
  const adapter = fileURLToPath(new URL(`../conformance-adapter${extname(import.meta.url)}`, import.meta.url))
  return [process.execPath, ...process.execArgv, adapter].map(quoted).join(' ')
}

/** For the shell that runs the command. */
function quoted(word: string): string {
  return process.platform === 'win32' ? `"${word}"` : `'${word.replaceAll("'", `'\\''`)}'`
}
