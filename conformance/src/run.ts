import { askProgram } from './ask-program.ts'
import { questionLine } from './question.ts'
import { makeReport, type Report, type ReportOptions } from './report.ts'
import { selectCases } from './select-cases.ts'

/** Options of {@link runConformance}. */
export interface RunOptions extends ReportOptions {
  /** Names of the suites to run. Default: all. */
  readonly suites?: readonly string[]
  /** Milliseconds without an answer after which the program is given up. Default: 30,000. */
  readonly timeoutMs?: number
}

/**
 * Runs the suites against another implementation: a command that reads one case per line and answers one line per case.
 *
 * @throws TypeError for a suite that is not there
 * @throws ProgramError for a program that cannot be run to its end
 */
export async function runConformance(command: string, options: RunOptions = {}): Promise<Report> {
  const selected = selectCases(options.suites)
  const questions = selected.map(({ suite, revision, item }): [number, string] => [
    item.tcId,
    questionLine(suite, revision, item),
  ])
  const answers = await askProgram(command, questions, options.timeoutMs ?? 30_000)
  return makeReport(selected, answers, options)
}
