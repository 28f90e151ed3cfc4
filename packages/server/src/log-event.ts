/**
 * Something that happened, for a log of JSON lines. No member holds a token, a key or a request's path: only words and
 * numbers of ours, and the client's address.
 */
export interface LogEvent {
  /** ISO 8601, UTC. */
  readonly time: string
  readonly level: 'info' | 'warn' | 'error'
  readonly event: string
  readonly [member: string]: unknown
}

/** Takes what happened. */
export type Log = (event: LogEvent) => void

/** Says that something happened; a log that fails does not stop the service. */
export type Say = (level: LogEvent['level'], event: string, more?: Readonly<Record<string, unknown>>) => void

export function sayTo(log: Log | undefined): Say {
  return (level, event, more = {}) => {
    try {
      log?.({ time: new Date().toISOString(), level, event, ...more })
    } catch {
      // There is nobody left to be told.
    }
  }
}

/** Writes events as JSON, one a line. */
export function jsonLines(output: { write(line: string): unknown }): Log {
  return (event) => void output.write(`${JSON.stringify(event)}\n`)
}

/** What may be logged of an error: its name and where it arose. Its message may hold text from outside. */
export function errorFacts(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: typeof error }
  const frames = error.stack?.split('\n').filter((line) => /^ {4}at /.test(line)) ?? []
  return { error: error.name, at: frames.slice(0, 8).map((line) => line.trim()) }
}
