import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type ExpectedFailure, parseExpectedFailures } from './expected-failures.ts'
import { FileError } from './file-error.ts'
import { loadManifest } from './load.ts'
import { ProgramError } from './program-error.ts'
import { proposeExpectedFailures } from './propose-expected-failures.ts'
import type { Report } from './report.ts'
import { parseReportTarget, renderReport } from './report-formats/render-report.ts'
import { reportText } from './report-formats/text.ts'
import { runConformance } from './run.ts'
import { type Selection, selectCases } from './select-cases.ts'

const usage = `usage: ect-conformance run --impl COMMAND [SELECTION] [--expected-failures FILE]
         [--write-expected-failures FILE] [--report text|json|junit|html=FILE]...
         [--timeout SECONDS] [--strict] [--json]
       ect-conformance show [SELECTION]
       ect-conformance list [--json]
SELECTION: [--suite NAME]... [--revision NAME]... [--case TCID]... [--seed N [--fresh-cases M]]`

const options = {
  impl: { type: 'string' },
  suite: { type: 'string', multiple: true },
  revision: { type: 'string', multiple: true },
  case: { type: 'string', multiple: true },
  seed: { type: 'string' },
  'fresh-cases': { type: 'string' },
  'expected-failures': { type: 'string' },
  'write-expected-failures': { type: 'string' },
  report: { type: 'string', multiple: true },
  timeout: { type: 'string', default: '30' },
  strict: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const

const parse = (args: readonly string[]) => parseArgs({ args: [...args], options, allowPositionals: true })
type Values = ReturnType<typeof parse>['values']

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
 * 0: every answer was as expected. 1: some were wrong or missing, or right although a failure was expected.
 * 2: wrong use. 3: the program could not be run to its end, or a file not read or written.
 */
export async function runCommandLine(args: readonly string[], output: Output): Promise<0 | 1 | 2 | 3> {
  try {
    const { values, positionals } = parse(args)
    const verb = positionals.join(' ')
    if (verb === 'list') list(values, output)
    else if (verb === 'show') show(values, output)
    else if (verb === 'run') return await run(values, output)
    else throw new TypeError('wrong arguments')
    return 0
  } catch (error) {
    if (error instanceof ProgramError || error instanceof FileError) {
      output.err(error.message)
      return 3
    }
    if (!(error instanceof TypeError)) throw error
    output.err(`${error.message}\n${usage}`)
    return 2
  }
}

async function run(values: Values, { out, err }: Output): Promise<0 | 1> {
  const { impl, strict, json, report: targets = [] } = values
  const timeoutMs = Number(values.timeout) * 1000
  if (impl === undefined || !(timeoutMs > 0)) throw new TypeError('wrong arguments')
  const files = targets.map(parseReportTarget)
  const expectedFailures = readExpectedFailures(values['expected-failures'])
  const report = await runConformance(impl, { ...selectionOf(values), strict, timeoutMs, expectedFailures })
  for (const { format, file } of files) writeFile(file, renderReport(report, format))
  out(json ? JSON.stringify(report) : reportText(report))
  const proposal = values['write-expected-failures']
  if (proposal !== undefined) writeProposal(proposal, report, err)
  return report.ok ? 0 : 1
}

function readExpectedFailures(file: string | undefined): readonly ExpectedFailure[] {
  return file === undefined ? [] : parseExpectedFailures(readFile(file))
}

/** Never over a list that is there: it holds the reasons. */
function writeProposal(file: string, report: Report, err: Output['err']): void {
  const proposal = proposeExpectedFailures(report)
  writeFile(file, `${JSON.stringify(proposal, null, 2)}\n`, 'wx')
  err(`${file}: ${proposal.expectedFailures.length} entries; the list is refused until each has its reason`)
}

function show(values: Values, { out }: Output): void {
  for (const one of selectCases(selectionOf(values))) out(JSON.stringify(one))
}

function list({ json }: Values, { out }: Output): void {
  const { suites } = loadManifest()
  const line = ({ suite, revision, cases, file }: (typeof suites)[number]): string =>
    `${suite.padEnd(12)}${revision.padEnd(24)}${String(cases).padStart(5)}  ${file}`
  out(json ? JSON.stringify(suites) : suites.map(line).join('\n'))
}

function selectionOf({ suite, revision, case: cases, seed, 'fresh-cases': freshCases }: Values): Selection {
  return {
    ...(suite === undefined ? {} : { suites: suite }),
    ...(revision === undefined ? {} : { revisions: revision }),
    ...(cases === undefined ? {} : { cases: cases.map((text) => wholeNumber(text, '--case')) }),
    ...(seed === undefined ? {} : { seed: wholeNumber(seed, '--seed') }),
    ...(freshCases === undefined ? {} : { freshCases: wholeNumber(freshCases, '--fresh-cases') }),
  }
}

function wholeNumber(text: string, option: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new TypeError(`${option} wants a whole number`)
  return value
}

function readFile(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new FileError(`${file} could not be read`)
  }
}

function writeFile(file: string, text: string, flag: 'w' | 'wx' = 'w'): void {
  try {
    writeFileSync(file, text, { flag })
  } catch {
    throw new FileError(`${file} could not be written${flag === 'wx' ? '; it may exist' : ''}`)
  }
}
