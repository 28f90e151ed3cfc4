import { availableParallelism, cpus, loadavg } from 'node:os'
import { opensslVersion } from './openssl.ts'

/** Where something was measured. */
export interface Environment {
  readonly node: string
  /** The one inside Node. */
  readonly openssl: string
  /** The one that `openssl speed` runs. */
  readonly opensslInstalled: string
  readonly sqlite: string
  readonly cores: number
  readonly cpu: string
  /** Processes that wanted to run in the minute before: beside a busy machine, two threads look worse than one. */
  readonly load: number
  /** Time of the measurement, ISO 8601. */
  readonly at: string
}

/** The machine and its load as they are now. */
export function environment(): Environment {
  return {
    node: process.versions.node,
    openssl: process.versions.openssl ?? 'none',
    opensslInstalled: opensslVersion(),
    sqlite: process.versions.sqlite ?? 'none',
    cores: availableParallelism(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    at: new Date().toISOString(),
  }
}
