import type { Bench } from './bench-result.ts'
import { benchDag } from './dag/bench-dag.ts'
import { benchFsck } from './durable/bench-fsck.ts'
import { benchPostgresInserts, benchSqliteInserts } from './durable/bench-plain-inserts.ts'
import { benchMemoryLedger } from './recording/bench-memory-ledger.ts'
import { benchWholeWay } from './recording/bench-whole-way.ts'
import { benchSigning } from './signing/bench-signing.ts'
import { benchBrowserSize } from './start-and-size/bench-browser-size.ts'
import { benchColdStart } from './start-and-size/bench-cold-start.ts'
import { benchVerification } from './verification/bench-verification.ts'

/** All benches, in the order in which they are run and shown. */
export const benches: Readonly<Record<string, Bench>> = {
  verification: benchVerification,
  signing: benchSigning,
  'memory-ledger': benchMemoryLedger,
  'whole-way': benchWholeWay,
  dag: benchDag,
  fsck: benchFsck,
  'sqlite-inserts': benchSqliteInserts,
  'postgres-inserts': benchPostgresInserts,
  'cold-start': benchColdStart,
  'browser-size': benchBrowserSize,
}
