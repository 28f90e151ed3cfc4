import {
  ProgramError,
  parseExpectedFailures,
  parseReportTarget,
  renderReport,
  reportText,
  runConformance,
  type Selection,
} from '@wimse-ect/conformance'
import { FailedError } from '../failed-error.ts'
import { print } from '../output.ts'
import { ownImplementation } from '../own-implementation.ts'
import { jsonLine } from '../printable.ts'
import { wholeNumber } from '../read-option.ts'
import { readText } from '../read-text.ts'
import { UsageError } from '../usage-error.ts'
import { defineVerb, jsonFlag, type Verb } from '../verb.ts'
import { checkFree, writeWhole } from '../write-whole.ts'

const flags = {
  impl: { type: 'string', value: 'COMMAND', help: 'the program under test (default: these packages)' },
  suite: { type: 'string', multiple: true, value: 'S', help: 'run only this suite (default: all)' },
  revision: { type: 'string', multiple: true, value: 'R', help: 'run only this revision (default: all)' },
  case: { type: 'string', multiple: true, value: 'TCID', help: 'run only this case (default: all)' },
  seed: { type: 'string', value: 'N', help: 'run fresh cases made from this number, and no published ones' },
  'fresh-cases': { type: 'string', value: 'M', help: 'fresh cases of each suite (default 200)' },
  'expected-failures': {
    type: 'string',
    value: 'FILE',
    help: 'a JSON list of the failures that are known, with reasons',
  },
  report: {
    type: 'string',
    multiple: true,
    value: 'FORM=FILE',
    help: 'also write a report: text, json, junit or html',
  },
  force: { type: 'boolean', help: 'overwrite reports that exist' },
  timeout: { type: 'string', value: 'SECONDS', help: 'how long an answer may take (default 30)' },
  strict: { type: 'boolean', help: 'an answer that leaves out a detail of its case counts as wrong' },
  ...jsonFlag,
} as const

/** Runs the conformance suites. */
export const verb: Verb = defineVerb({
  name: 'conformance',
  about: `Runs the conformance suites against these packages, or against any program that reads a JSON case per line and
answers {"tcId":N,"result":"valid"|"invalid"|"unsupported","code"?:...} on a line. Exits with 1 when an answer is
wrong or missing and not expected to be, and when one is right that was expected to fail.`,
  flags,
  async run({ values }) {
    const { impl = ownImplementation(), strict = false, force = false } = values
    const seconds = wholeNumber(values.timeout, '--timeout') ?? 30
    if (seconds === 0) throw new UsageError('--timeout is at least 1')
    const selection = selectionOf(values)
    const targets = (values.report ?? []).map(parseReportTarget)
    for (const { file } of targets) checkFree(file, force)
    const list = values['expected-failures']
    const expectedFailures = list === undefined ? [] : parseExpectedFailures(await readText(list))
    try {
      const report = await runConformance(impl, { ...selection, expectedFailures, timeoutMs: seconds * 1000, strict })
      for (const { format, file } of targets) await writeWhole(file, renderReport(report, format), { force })
      await print(values.json === true ? jsonLine(report) : reportText(report))
      return report.ok ? 0 : 1
    } catch (error) {
      if (error instanceof ProgramError) throw new FailedError(error.message)
      throw error
    }
  },
})

/** Which cases are asked for. */
function selectionOf(values: {
  readonly suite?: readonly string[] | undefined
  readonly revision?: readonly string[] | undefined
  readonly case?: readonly string[] | undefined
  readonly seed?: string | undefined
  readonly 'fresh-cases'?: string | undefined
}): Selection {
  const seed = wholeNumber(values.seed, '--seed')
  const freshCases = wholeNumber(values['fresh-cases'], '--fresh-cases')
  return {
    suites: values.suite ?? [],
    revisions: values.revision ?? [],
    cases: (values.case ?? []).flatMap((text) => wholeNumber(text, '--case') ?? []),
    ...(seed === undefined ? {} : { seed }),
    ...(freshCases === undefined ? {} : { freshCases }),
  }
}
