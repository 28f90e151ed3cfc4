import { EctError, type IdKind } from '@wimse-ect/claims'
import type { NoteSigner, TreeHead } from '@wimse-ect/ledger'
import {
  Checkpointer,
  checkDurationMs,
  checkedClock,
  type Founding,
  foundingOf,
  GroupCommit,
  type KeptCheckpoint,
  logKeyOf,
  RecordCache,
} from '@wimse-ect/ledger/durable'
import { checkOpenedLog } from './check-opened-log.ts'
import type { PostgresConnection } from './connection.ts'
import { Database } from './database.ts'
import { isText } from './is-text.ts'
import { KnownLog } from './known-log.ts'
import { leadLog } from './lead-log.ts'
import type { Lead } from './leader.ts'
import { readLogRow } from './locked-log.ts'
import { createLog, findLog, type Log } from './log.ts'
import { PostgresLedger } from './postgres-ledger.ts'
import { PostgresLedgerReader } from './postgres-ledger-reader.ts'
import { PostgresStore } from './postgres-store.ts'
import { checkVersion, prepareDatabase } from './prepare-database.ts'
import { Transactions } from './transactions.ts'

/** Which log of a database is opened for reading. */
export interface PostgresLedgerReaderOptions {
  /** Name of the log. Default: the only one of the database. */
  readonly name?: string | undefined
}

/** How a log is opened for writing. */
export interface PostgresLedgerOptions extends PostgresLedgerReaderOptions {
  /** Name of the log. Default: the name of the signer's key; without a signer, the only log of the database. */
  readonly name?: string | undefined
  /** Signs the checkpoints. Required for a log that was created with one, and of the same key. Default: none. */
  readonly signer?: NoteSigner | undefined
  /**
   * A checkpoint of the log that was kept outside the database. When the database has less than it says, the log is not
   * opened. Default: none, and a database that was put back whole to an earlier state is taken for the log.
   */
  readonly knownHead?: string | undefined
  /**
   * How long to wait for the other writers of the log, in milliseconds; and, at least a second, how long this one may
   * stand still while they wait for it, before the database lets them go on. Default 10,000.
   */
  readonly lockTimeoutMs?: number | undefined
  /** How long after a commit its checkpoint is signed when nobody asks for it before, in milliseconds. Default 100. */
  readonly checkpointDelayMs?: number | undefined
  /** The clock, in seconds since 1970. Default: the system's. */
  readonly clock?: (() => number) | undefined
}

/** How a log is created; what is fixed then never changes. */
export interface NewPostgresLedgerOptions extends PostgresLedgerOptions {
  /** Name of the log. Default: the name of the signer's key; one of the two is required. */
  readonly name?: string | undefined
  /** Kind of identifiers. Default `'uuid'`. */
  readonly ids?: IdKind | undefined
  /** How many seconds late a token may be recorded. Default 0. */
  readonly maxLatenessSeconds?: number | undefined
}

/**
 * Creates a log in a database, and the tables if they are not there: its kind of identifiers [CLAIM-IDS-LEDGER], its
 * lateness and the key of its log are fixed. The role needs the right to create a schema, once.
 *
 * @param connection URL, or the options of a `pg` pool
 * @throws EctError `ECT_LEDGER_EXISTS` when there is a log of this name, and as {@link openPostgresLedger}
 * @throws TypeError for options out of range
 */
export async function createPostgresLedger(
  connection: PostgresConnection,
  options: NewPostgresLedgerOptions = {},
): Promise<PostgresLedger> {
  const founding = foundingOf(options)
  const { name = options.signer?.key.name } = options
  if (name === undefined || name === '') throw new TypeError('a log needs a name, or a signer that has one')
  if (!isText(name)) throw new TypeError('the name of a log has no NUL and no lone surrogate')
  return open(connection, options, { name, founding })
}

/**
 * Opens a log for writing, as one of any number of writers.
 *
 * Before that it is checked in O(log n) that the tree ends where the entries end, and that the log still contains what
 * its last checkpoint, and the known head, have signed for: who cut off its end, or put back an older copy, would
 * otherwise have the log sign two histories. What a crash kept from being signed is signed now. Everything else is for
 * `fsckPostgresLedger` to find.
 *
 * @param connection URL, or the options of a `pg` pool
 * @throws EctError `ECT_LEDGER_UNAVAILABLE` when the database cannot be reached, has no such log, or does not write to
 * its disk (`fsync = off`); `ECT_LEDGER_FORMAT` for a later version of the tables; `ECT_LEDGER_READ_ONLY` for a replica
 * or a role that may not write; `ECT_LEDGER_DAMAGED`, `ECT_LEDGER_ROLLED_BACK`, `ECT_CHECKPOINT_*`;
 * `ECT_CHECKPOINT_KEY` when the signer is not that of the log
 * @throws TypeError for options out of range
 */
export async function openPostgresLedger(
  connection: PostgresConnection,
  options: PostgresLedgerOptions = {},
): Promise<PostgresLedger> {
  return open(connection, options, undefined)
}

/**
 * Opens a log for reading, also on a replica. Nothing is checked, so that a damaged one can be looked at.
 *
 * @param connection URL, or the options of a `pg` pool
 * @throws EctError `ECT_LEDGER_UNAVAILABLE` when the database cannot be reached, has no such log, or several and no
 * name was given; `ECT_LEDGER_FORMAT` for a later version of the tables
 */
export async function openPostgresLedgerReader(
  connection: PostgresConnection,
  { name }: PostgresLedgerReaderOptions = {},
): Promise<PostgresLedgerReader> {
  const database = new Database(connection)
  try {
    await checkVersion(database)
    const log = await findLog(database, name)
    const store = new PostgresStore(log, database, new RecordCache())
    return new PostgresLedgerReader({ store, lead: leadOf(database, log), close: () => database.close() })
  } catch (error) {
    await database.close()
    throw error
  }
}

interface NewLog {
  readonly name: string
  readonly founding: Founding
}

async function open(
  connection: PostgresConnection,
  options: PostgresLedgerOptions,
  created: NewLog | undefined,
): Promise<PostgresLedger> {
  if (options.knownHead !== undefined && options.signer === undefined)
    throw new TypeError('a known head needs a signer')
  const settings = settingsOf(options)
  const database = new Database(connection)
  try {
    await prepareDatabase(database, created !== undefined)
    if (created !== undefined) await createLog(database, created.name, created.founding)
    const log = await findLog(database, options.name ?? options.signer?.key.name)
    if (log.founding.logKey !== logKeyOf(options.signer)) throw new EctError('ECT_CHECKPOINT_KEY', { path: 'signer' })
    const known = new KnownLog(
      await database.withSnapshot((snapshot) => checkOpenedLog(log, snapshot, options.knownHead)),
    )
    return await start(database, log, known, settings)
  } catch (error) {
    await database.close()
    throw error
  }
}

type Settings = ReturnType<typeof settingsOf>

/** Makes a ledger of what was opened and checked, and signs what a crash kept from being signed. */
async function start(database: Database, log: Log, known: KnownLog, settings: Settings): Promise<PostgresLedger> {
  const { signer, delayMs, clock, lockTimeoutMs } = settings
  const cache = new RecordCache()
  const store = new PostgresStore(log, database, cache)
  const onGrowth = (): void => checkpointer?.grown()
  const queue = new GroupCommit(new Transactions({ database, log, cache, known, clock, lockTimeoutMs, onGrowth }))
  let keeping: Promise<unknown> = Promise.resolve()
  const keep = (checkpoint: KeptCheckpoint): void => {
    // One that could not be kept is followed by a later one, or made again from the entries.
    keeping = keeping.then(() => store.keepCheckpoint(checkpoint)).catch(() => undefined)
  }
  const head = (): Promise<TreeHead> => known.presentHead(async () => (await readLogRow(log.id, database)).edge, store)
  const size = (): Promise<number> => store.size()
  const checkpointer: Checkpointer | undefined = signer && new Checkpointer({ size, head, signer, delayMs, keep })
  await checkpointer?.current()
  const close = async (): Promise<void> => {
    await keeping
    await database.close()
  }
  return new PostgresLedger({ store, queue, checkpointer, close, lead: leadOf(database, log) })
}

function leadOf(database: Database, log: Log): Lead {
  return (work, options) => leadLog(database, log.id, work, options)
}

/** The options with their defaults. */
function settingsOf(options: PostgresLedgerOptions) {
  const { lockTimeoutMs = 10_000, checkpointDelayMs = 100 } = options
  return {
    signer: options.signer,
    clock: checkedClock(options.clock),
    delayMs: checkDurationMs(checkpointDelayMs, 'checkpointDelayMs'),
    lockTimeoutMs: checkDurationMs(lockTimeoutMs, 'lockTimeoutMs'),
  }
}
