import { readFile } from 'node:fs/promises'
import { isEctError } from '@wimse-ect/claims'
import { type Ledger, type NoteSigner, noteSigner } from '@wimse-ect/ledger'
import { databasePlace, type LedgerValues } from './ledger-place.ts'
import { loadSqlite } from './load-sqlite.ts'
import { notedLogKey } from './log-key-note.ts'
import { openDatabase } from './open-reading.ts'
import { UsageError } from './usage-error.ts'

/** A ledger that was opened for writing. */
export type WritableLedger = Ledger & { close(): Promise<void> }

/** The option that says where the secret key of the log is. */
export const logKeyFlag = {
  'log-key-in': {
    type: 'string',
    value: 'FILE',
    help: 'secret key of the log (default: where init or ECT_LOG_KEY_FILE says)',
  },
} as const

/** What says how a ledger is opened for writing. */
export interface WritingValues extends LedgerValues {
  readonly 'log-key-in'?: string | undefined
}

/**
 * Opens a ledger for writing.
 *
 * A log with a key has its checkpoints signed by whoever writes to it, so its secret key has to be found: by
 * `--log-key-in`, by `ECT_LOG_KEY_FILE`, or at the path that was noted when the log was made.
 *
 * @throws UsageError when it is not found, or is that of another log
 */
export async function openWriting(values: WritingValues): Promise<WritableLedger> {
  const place = databasePlace(values)
  const signer = await findSigner(values)
  try {
    if (place.kind === 'sqlite') return await (await loadSqlite()).openSqliteLedger(place.file, { signer })
    const { openPostgresLedger } = await import('@wimse-ect/ledger-postgres')
    return await openPostgresLedger(place.url, { signer, name: place.name })
  } catch (error) {
    if (isEctError(error, 'ECT_CHECKPOINT_KEY')) throw new UsageError('the secret key is not that of the log')
    throw error
  }
}

/** The signer of a log; `undefined` for a log that signs nothing. */
export async function findSigner(values: WritingValues): Promise<NoteSigner | undefined> {
  const logKey = await logKeyOf(values)
  if (logKey === undefined) return undefined
  const file =
    values['log-key-in'] ?? process.env.ECT_LOG_KEY_FILE ?? (await notedLogKey(databasePlace(values), logKey))
  if (file === undefined) {
    throw new UsageError('the log has a key, and nothing says where its secret half is: --log-key-in FILE does')
  }
  return readSignerKey(file)
}

/**
 * Reads a secret key of a log.
 *
 * @throws UsageError for a file that holds none
 */
export async function readSignerKey(file: string): Promise<NoteSigner> {
  const text = (await readFile(file, 'utf8')).trim()
  try {
    return noteSigner(text)
  } catch {
    throw new UsageError(`${file} does not hold the secret key of a log`)
  }
}

async function logKeyOf(values: LedgerValues): Promise<string | undefined> {
  const reader = await openDatabase(values)
  await reader.close()
  return reader.logKey
}
