import type { LedgerReader } from '@wimse-ect/ledger/durable'
import { databasePlace, type LedgerValues, ledgerPlace } from './ledger-place.ts'
import { loadSqlite } from './load-sqlite.ts'

/** The part of a ledger that the verbs read, which a ledger service has too. */
export type ReadableLedger = Pick<
  LedgerReader,
  | 'ids'
  | 'logKey'
  | 'findEntry'
  | 'getBySequence'
  | 'getByTaskId'
  | 'getByTokenId'
  | 'entries'
  | 'entriesOfWorkflow'
  | 'entriesOfAgent'
  | 'storeFor'
  | 'checkpoint'
  | 'receipt'
> & { close(): Promise<void> }

/** Opens a ledger for reading, wherever it is. It never waits for a writer. */
export async function openReading(values: LedgerValues): Promise<ReadableLedger> {
  const place = ledgerPlace(values)
  if (place.kind !== 'http') return openDatabase(values)
  const { openService } = await import('./ledger-service.ts')
  return openService(place)
}

/**
 * Opens the database of a ledger for reading.
 *
 * @throws UsageError for a ledger service
 */
export async function openDatabase(values: LedgerValues): Promise<LedgerReader & { close(): Promise<void> }> {
  const place = databasePlace(values)
  if (place.kind === 'sqlite') return (await loadSqlite()).openSqliteLedgerReader(place.file)
  const { openPostgresLedgerReader } = await import('@wimse-ect/ledger-postgres')
  return openPostgresLedgerReader(place.url, { name: place.name })
}
