import { isEctError } from 'wimse-ect'
import { AgentRefusal } from './agent-refusal.ts'
import { hasShape } from './has-shape.ts'

/** One line of a process's own log. Nobody else sees it: peers are told no more than `problemDetails` says. */
export interface LogLine {
  readonly event: 'did' | 'recorded' | 'refused' | 'failed'
  /** Why something was refused. */
  readonly code?: string | undefined
  /** What happened, for a person. */
  readonly text?: string | undefined
}

/** Writes one line of JSON to standard error. */
export function log(line: LogLine): void {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`)
}

/** Logs why a request was not answered: refusals with their code, everything else as a failure with its stack. */
export function logError(error: unknown): void {
  if (isEctError(error) || error instanceof AgentRefusal) {
    log({ event: 'refused', code: error.code, text: error.message })
  } else {
    log({ event: 'failed', text: error instanceof Error ? error.stack : String(error) })
  }
}

/** Reads a line that {@link log} wrote; anything else on standard error is a failure that nobody caught. */
export function parseLogLine(text: string): LogLine {
  try {
    const line: unknown = JSON.parse(text)
    if (isLogLine(line)) return line
  } catch {
    // No JSON, so no line of ours.
  }
  return { event: 'failed', text }
}

function isLogLine(value: unknown): value is LogLine {
  return hasShape(value, { time: 'string', event: 'string' })
}
