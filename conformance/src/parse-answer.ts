import type { Answer } from './judge-answer.ts'
import { printable } from './printable.ts'
import { ProgramError } from './program-error.ts'

/** A code is printed in the report: whatever else could stand in it would reach the terminal. */
const codePattern = /^[A-Z0-9_]{1,64}$/

/**
 * Reads one line of a program as an answer.
 *
 * @throws ProgramError when it is none; the message quotes the beginning of the line, escaped
 */
export function parseAnswer(line: string): Answer {
  const value = parseJson(line)
  if (!isAnswer(value)) throw new ProgramError(`not an answer: ${quote(line)}`)
  return value
}

const results: ReadonlySet<unknown> = new Set(['valid', 'invalid', 'unsupported'])

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new ProgramError(`not a line of JSON: ${quote(line)}`)
  }
}

/** The line is quoted and never the value in it, which may be nested too deeply to be written again. */
function quote(line: string): string {
  return printable(JSON.stringify(line.slice(0, 80)))
}

function isAnswer(value: unknown): value is Answer {
  if (typeof value !== 'object' || value === null) return false
  const code = 'code' in value ? value.code : undefined
  const steps = 'steps' in value ? value.steps : undefined
  return (
    'tcId' in value &&
    typeof value.tcId === 'number' &&
    'result' in value &&
    results.has(value.result) &&
    (code === undefined || (typeof code === 'string' && codePattern.test(code))) &&
    (steps === undefined || Array.isArray(steps))
  )
}
