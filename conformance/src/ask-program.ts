import { once } from 'node:events'
import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { Answer } from './judge-answer.ts'
import { parseAnswer } from './parse-answer.ts'
import { ProgramError } from './program-error.ts'
import { maxOutputBytes, readLines } from './read-lines.ts'
import { startProgram } from './start-program.ts'

/** What one answer may have on average where there are very many: the tokens of fresh cases are larger than most. */
const bytesPerAnswer = 2 ** 14

/** The longest time that a timer of Node takes; it would fire at once for a longer one. */
const maxTimerMs = 2 ** 31 - 1

/**
 * Starts a program through the shell, writes it one question per line and reads one answer per line, in any order.
 *
 * The program ends when its standard input ends; what is then left of it is ended. Answers that never came are missing
 * from the result.
 *
 * @throws ProgramError when it cannot be started, when `timeoutMs` pass without an answer while answers are due, or
 * when a line is too long or no answer to an open question
 */
export async function askProgram(
  command: string,
  questions: readonly (readonly [tcId: number, line: string])[],
  timeoutMs: number,
): Promise<ReadonlyMap<number, Answer>> {
  const { child, end } = startProgram(command)
  const exited = once(child, 'exit').catch(() => undefined)
  Readable.from(questions.map(([, line]) => `${line}\n`)).pipe(child.stdin)
  try {
    const answers = await readAnswers(child.stdout, new Set(questions.map(([tcId]) => tcId)), timeoutMs)
    // Its input has ended, so the program should.
    await Promise.race([exited, delay(1000, undefined, { ref: false })])
    if (answers.size === 0 && child.exitCode !== 0) {
      throw new ProgramError(`the program gave no answer (exit code: ${child.exitCode ?? 'none'})`)
    }
    return answers
  } finally {
    await end()
  }
}

async function readAnswers(output: Readable, open: Set<number>, timeoutMs: number): Promise<Map<number, Answer>> {
  const answers = new Map<number, Answer>()
  const maxBytes = Math.max(maxOutputBytes, open.size * bytesPerAnswer)
  const giveUp = (): void => {
    output.destroy(new ProgramError(`no answer for ${timeoutMs} ms; ${open.size} answers are missing`))
  }
  const watch = setTimeout(giveUp, Math.min(timeoutMs, maxTimerMs))
  try {
    for await (const line of readLines(output.setEncoding('utf8'), maxBytes)) {
      if (line.trim() === '') continue
      const answer = parseAnswer(line)
      if (!open.delete(answer.tcId)) throw new ProgramError(`an answer to case ${answer.tcId}, which is not open`)
      answers.set(answer.tcId, answer)
      // Nothing but an answer buys more time.
      watch.refresh()
      if (open.size === 0) break
    }
  } finally {
    clearTimeout(watch)
  }
  return answers
}
