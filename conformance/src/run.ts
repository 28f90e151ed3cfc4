import { askProgram } from './ask-program.ts'
import type { ExpectedFailure } from './expected-failures.ts'
import { matchExpectedFailures } from './match-expected-failures.ts'
import { questionLine } from './question.ts'
import { makeReport, type Report, type ReportOptions } from './report.ts'
import { type Selection, selectCases } from './select-cases.ts'

/** Options of {@link runConformance}. */
export interface RunOptions extends ReportOptions, Selection {
  /** Failures that are known: they do not fail the run, but one that passes does. Default: none. */
  readonly expectedFailures?: readonly ExpectedFailure[]
  /** Milliseconds without an answer after which the program is given up. Default: 30,000. */
  readonly timeoutMs?: number
}

/**
 * Runs the suites against another implementation: a command that reads one case per line and answers one line per case.
 *
 * @throws TypeError for a suite, revision or case that is not there, and for a list of expected failures that names one
 * @throws ProgramError for a program that cannot be run to its end
 */
export async function runConformance(command: string, options: RunOptions = {}): Promise<Report> {
  const { expectedFailures = [], timeoutMs = 30_000, strict = false, seed } = options
  const selected = selectCases(options)
  const expectations = matchExpectedFailures(expectedFailures, selected)
  const questions = selected.map(({ suite, revision, item }): [number, string] => [
    item.tcId,
    questionLine(suite, revision, item),
  ])
  const answers = await askProgram(command, questions, timeoutMs)
  return makeReport(selected, answers, { strict, expectations, ...(seed === undefined ? {} : { seed }) })
}
