import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import type { Answer } from './judge-answer.ts'

/** A program that could not be started, stopped answering, or wrote something that is no answer. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError'
}

/**
 * Starts a program through the shell, writes it one question per line and reads one answer per line, in any order.
 *
 * The program ends when its standard input ends. Answers that never came are missing from the result. What the program
 * writes to standard error is passed through.
 *
 * @throws ProgramError when it cannot be started, when it is silent for `timeoutMs` while answers are due, or when a line
 * is no answer to an open question
 */
export async function askProgram(
  command: string,
  questions: readonly (readonly [tcId: number, line: string])[],
  timeoutMs: number,
): Promise<ReadonlyMap<number, Answer>> {
  // A process group of its own, so that the program behind the shell can be ended too.
  const group = process.platform !== 'win32'
  const program = spawn(command, { shell: true, stdio: ['pipe', 'pipe', 'inherit'], detached: group })
  const ended = once(program, 'exit').catch(() => undefined)
  // A program that ends early closes its input: that shows as missing answers and not as an error here.
  program.stdin.on('error', () => undefined)
  Readable.from(questions.map(([, line]) => `${line}\n`)).pipe(program.stdin)
  try {
    const answers = await readAnswers(program.stdout, new Set(questions.map(([tcId]) => tcId)), timeoutMs)
    // Its input has ended, so the program should; one that stays is ended below.
    await Promise.race([ended, setTimeout(1000, undefined, { ref: false })])
    if (answers.size === 0 && program.exitCode !== 0) {
      throw new ProgramError(`the program gave no answer and ended with exit code ${program.exitCode}`)
    }
    return answers
  } finally {
    end(program, group)
  }
}

async function readAnswers(output: Readable, open: Set<number>, timeoutMs: number): Promise<Map<number, Answer>> {
  const answers = new Map<number, Answer>()
  const lines = createInterface({ input: output })
  let lastLine = performance.now()
  const silent = (): boolean => performance.now() - lastLine >= timeoutMs
  const watch = setInterval(() => silent() && lines.close(), Math.min(timeoutMs, 100))
  try {
    for await (const line of lines) {
      lastLine = performance.now()
      if (line.trim() === '') continue
      const answer = parseAnswer(line)
      if (!open.delete(answer.tcId)) throw new ProgramError(`an answer to case ${answer.tcId}, which is not open`)
      answers.set(answer.tcId, answer)
      if (open.size === 0) break
    }
  } finally {
    clearInterval(watch)
  }
  if (open.size > 0 && silent())
    throw new ProgramError(`the program was silent for ${timeoutMs} ms; ${open.size} answers are missing`)
  return answers
}

function parseAnswer(line: string): Answer {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw new ProgramError(`not a line of JSON: ${JSON.stringify(line.slice(0, 80))}`)
  }
  if (!isAnswer(value)) throw new ProgramError(`not an answer: ${JSON.stringify(value).slice(0, 80)}`)
  return value
}

function isAnswer(value: unknown): value is Answer {
  if (typeof value !== 'object' || value === null) return false
  const code = 'code' in value ? value.code : undefined
  const steps = 'steps' in value ? value.steps : undefined
  return (
    'tcId' in value &&
    typeof value.tcId === 'number' &&
    'result' in value &&
    (value.result === 'valid' || value.result === 'invalid') &&
    (code === undefined || typeof code === 'string') &&
    (steps === undefined || Array.isArray(steps))
  )
}

function end(program: ChildProcess, group: boolean): void {
  if (program.pid === undefined || program.exitCode !== null) return
  if (!group) {
    program.kill('SIGKILL')
    return
  }
  try {
    process.kill(-program.pid, 'SIGKILL')
  } catch {
    // It has ended in the meantime.
  }
}
