import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter } from './counter.ts'
import { Histogram } from './histogram.ts'

/** What is read from the log when somebody asks for the figures. */
export interface LogFigures {
  /** `undefined` when it could not be read. */
  readonly size: number | undefined
  readonly checkpointSize: number | undefined
  readonly checkpointAgeSeconds: number | undefined
}

/** Counts what the service does, for Prometheus. No label has text from outside. */
export class Metrics {
  readonly #requests = new Counter('ect_requests_total', 'Requests by route and status.')
  readonly #durations = new Histogram('ect_request_duration_seconds', 'Time to the end of the answer, by route.')
  readonly #appended = new Counter('ect_tokens_appended_total', 'Tokens that became entries.')
  readonly #duplicates = new Counter('ect_tokens_duplicate_total', 'Tokens that were recorded before.')
  readonly #refused = new Counter('ect_tokens_refused_total', 'Tokens that were refused, by code.')
  readonly #turnedAway = new Counter('ect_requests_turned_away_total', 'Requests that were not begun, by reason.')
  readonly #lag = monitorEventLoopDelay({ resolution: 10 })

  constructor() {
    this.#appended.add({}, 0)
    this.#duplicates.add({}, 0)
  }

  /** Begins to measure the event loop. */
  start(): void {
    this.#lag.enable()
  }

  request(route: string, status: number, seconds: number): void {
    this.#requests.add({ route, status: String(status) })
    this.#durations.add({ route }, seconds)
  }

  recorded({ appended, duplicates }: { readonly appended: number; readonly duplicates: number }): void {
    this.#appended.add({}, appended)
    this.#duplicates.add({}, duplicates)
  }

  refused(code: string): void {
    this.#refused.add({ code })
  }

  turnedAway(reason: 'rate' | 'overload' | 'stopping' | 'malformed' | 'timeout' | 'connections'): void {
    this.#turnedAway.add({ reason })
  }

  /** The figures in the text format of Prometheus. The lag is that since they were last asked for. */
  text(log: LogFigures): string {
    const lag = this.#lag.max / 1e9
    this.#lag.reset()
    const gauges = [
      gauge('ect_ledger_entries', 'Entries of the ledger.', log.size),
      gauge('ect_checkpoint_entries', 'Entries that the latest checkpoint covers.', log.checkpointSize),
      gauge('ect_checkpoint_age_seconds', 'Time since this checkpoint was first seen.', log.checkpointAgeSeconds),
      gauge('ect_event_loop_lag_seconds', 'Longest delay of the event loop since the last scrape.', lag),
    ]
    const families = [
      this.#requests,
      this.#durations,
      this.#appended,
      this.#duplicates,
      this.#refused,
      this.#turnedAway,
    ]
    return [...families.map((family) => family.text()), ...gauges].join('')
  }

  close(): void {
    this.#lag.disable()
  }
}

function gauge(name: string, help: string, value: number | undefined): string {
  return value === undefined ? '' : `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`
}
