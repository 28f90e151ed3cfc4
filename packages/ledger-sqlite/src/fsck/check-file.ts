import { checkLedger, checkWhole, type LedgerIssue } from '@wimse-ect/ledger/durable'
import { DatabaseReader } from '../reader/database-reader.ts'
import { CheckingThreads } from './checking-threads.ts'
import { FoundSqliteLedger, lastSequence } from './found-sqlite-ledger.ts'
import type { SqliteFsckOptions } from './fsck-sqlite-ledger.ts'

/** How the work is divided. */
interface Division {
  /** Sequences of a page. Default 1,024. */
  readonly pageSpan?: number | undefined
  /** Of fewer entries, more are checked by the calling thread than threads take to start. Default 10,000. */
  readonly leastShared?: number | undefined
}

/** Checks a file as `fsckSqliteLedger` does. The findings do not depend on how the work is divided. */
export async function* checkFile(
  file: string,
  options: SqliteFsckOptions,
  { pageSpan = 1024, leastShared = 10_000 }: Division = {},
): AsyncGenerator<LedgerIssue> {
  const count = checkWhole(options.threads ?? 0, 'threads')
  const reader = new DatabaseReader(file)
  let threads: CheckingThreads | undefined
  try {
    reader.holdSnapshot()
    // No earlier, so that what this thread sees is there for the others.
    if (count > 0 && lastSequence(reader) + 1 >= leastShared) threads = new CheckingThreads(file, count)
    yield* checkLedger(new FoundSqliteLedger(reader, { pageSpan, threads }), options)
  } finally {
    reader.close()
    await threads?.close()
  }
}
