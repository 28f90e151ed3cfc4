import { EctError, type IdKind } from '@wimse-ect/claims'
import type { NoteSigner, TreeHead } from '@wimse-ect/ledger'
import {
  Checkpointer,
  checkDurationMs,
  checkedClock,
  checkKnownCheckpoints,
  checkWhole,
  type Founding,
  foundingOf,
  GroupCommit,
  logKeyOf,
  StoredTree,
} from '@wimse-ect/ledger/durable'
import { HeadFile } from './head-file.ts'
import { KeyFilter } from './key-filter.ts'
import { DatabaseReader } from './reader/database-reader.ts'
import { SqliteLedger } from './sqlite-ledger.ts'
import { SqliteLedgerReader } from './sqlite-ledger-reader.ts'
import { Transactions } from './transactions.ts'
import type { CheckpointRow } from './writer/rows.ts'
import { pageBytes } from './writer/schema.ts'
import { Writer } from './writer/writer.ts'

/** How a ledger file is opened for writing. */
export interface SqliteLedgerOptions {
  /** Signs the checkpoints. Required for a ledger that was created with one, and of the same key. Default: none. */
  readonly signer?: NoteSigner | undefined
  /**
   * A file outside the database, on another disk if there is one, that is to hold the latest checkpoint. When the
   * database has less than it says, the ledger is not opened. Default: none, and an older copy of the database is taken
   * for the ledger.
   */
  readonly headFile?: string | undefined
  /** How long to wait for another writer to close the ledger, in milliseconds. Default 0. */
  readonly lockTimeoutMs?: number | undefined
  /** How long after a commit its checkpoint is signed when nobody asks for it before, in milliseconds. Default 100. */
  readonly checkpointDelayMs?: number | undefined
  /** Size of the writer's page cache in bytes. Default 16 MiB. */
  readonly cacheBytes?: number | undefined
  /**
   * Largest size of the file in bytes, rounded down to pages of 4 KiB; less than a page sets no limit. Default: none.
   */
  readonly maxFileBytes?: number | undefined
  /** The clock, in seconds since 1970. Default: the system's. */
  readonly clock?: (() => number) | undefined
}

/** How a ledger file is created; what is fixed then never changes. */
export interface NewSqliteLedgerOptions extends SqliteLedgerOptions {
  /** Kind of identifiers. Default `'uuid'`. */
  readonly ids?: IdKind | undefined
  /** How many seconds late a token may be recorded. Default 0. */
  readonly maxLatenessSeconds?: number | undefined
}

const defaultCacheBytes = 16 * 2 ** 20

/**
 * Creates a ledger in a new file: its kind of identifiers [CLAIM-IDS-LEDGER], its lateness and the key of its log are
 * fixed.
 *
 * @param file path; beside it lie `-wal`, `-shm` and `-lock` while it is in use
 * @throws EctError `ECT_LEDGER_EXISTS`, `ECT_LEDGER_FORMAT` for another kind of database, and as
 * {@link openSqliteLedger}
 * @throws TypeError for options out of range
 */
export async function createSqliteLedger(file: string, options: NewSqliteLedgerOptions = {}): Promise<SqliteLedger> {
  return open(file, options, foundingOf(options))
}

/**
 * Opens a ledger for writing, as its only writer.
 *
 * Before that it is checked in O(log n) that the tree ends where the entries end, and that the log still contains what
 * its last checkpoint, and that of the head file, have signed for: who cut off its end, or put back an older copy,
 * would otherwise have the log sign two histories. What a crash kept from being signed is signed now. Everything else
 * is for `fsckSqliteLedger` to find.
 *
 * @throws EctError `ECT_LEDGER_LOCKED`, `ECT_LEDGER_FORMAT`, `ECT_LEDGER_UNAVAILABLE`, `ECT_LEDGER_READ_ONLY`,
 * `ECT_LEDGER_DISK_FULL`, `ECT_LEDGER_DAMAGED`, `ECT_LEDGER_ROLLED_BACK`, `ECT_CHECKPOINT_*`; `ECT_CHECKPOINT_KEY` when
 * the signer is not that of the log
 * @throws TypeError for options out of range
 */
export async function openSqliteLedger(file: string, options: SqliteLedgerOptions = {}): Promise<SqliteLedger> {
  return open(file, options, undefined)
}

/**
 * Opens a ledger for reading, while another process writes or none. It is never blocked and blocks nobody; nothing is
 * checked, so that a damaged ledger can be looked at.
 *
 * @throws EctError `ECT_LEDGER_UNAVAILABLE`, `ECT_LEDGER_FORMAT`
 */
export async function openSqliteLedgerReader(file: string): Promise<SqliteLedgerReader> {
  return new SqliteLedgerReader(new DatabaseReader(file))
}

async function open(file: string, options: SqliteLedgerOptions, founding: Founding | undefined): Promise<SqliteLedger> {
  const { signer, headFile } = options
  if (headFile !== undefined && signer === undefined) throw new TypeError('a head file needs a signer')
  const settings = settingsOf(options)
  const filter = new KeyFilter()
  const writer = await Writer.open({ file, founding, ...settings.writer, filter: filter.memory })
  let reader: DatabaseReader | undefined
  try {
    reader = new DatabaseReader(file)
    const head = headFile === undefined ? undefined : new HeadFile(headFile)
    const tree = new StoredTree(reader)
    if (reader.founding.logKey !== logKeyOf(signer)) throw new EctError('ECT_CHECKPOINT_KEY', { path: 'signer' })
    const known = await checkLog(reader, tree, await head?.read())
    return await start({ ...settings, writer, reader, filter, tree, known, signer, head })
  } catch (error) {
    reader?.close()
    await writer.close()
    throw error
  }
}

interface Checked {
  readonly writer: Writer
  readonly reader: DatabaseReader
  readonly filter: KeyFilter
  readonly tree: StoredTree
  readonly known: TreeHead
  readonly signer: NoteSigner | undefined
  readonly head: HeadFile | undefined
  readonly clock: () => number
  readonly delayMs: number
}

/** Makes a ledger of what was opened and checked, and signs what a crash kept from being signed. */
async function start(checked: Checked): Promise<SqliteLedger> {
  const { writer, reader, filter, tree, known, signer, head, clock, delayMs } = checked
  const transactions = new Transactions({
    writer,
    reader,
    filter,
    tree,
    head: known,
    clock,
    onGrowth: () => checkpointer?.grown(),
    onKept: head && ((checkpoint) => head.write(checkpoint.note)),
  })
  const queue = new GroupCommit(transactions)
  const size = (): number => reader.size()
  const keep = (checkpoint: CheckpointRow): void => {
    transactions.keep(checkpoint)
    queue.wake()
  }
  const checkpointer: Checkpointer | undefined =
    signer && new Checkpointer({ size, head: () => transactions.presentHead(), signer, delayMs, keep })
  await checkpointer?.current()
  await queue.idle()
  // The last connection to be closed moves the log into the file: it has to be the one that may write.
  const close = async (): Promise<void> => {
    reader.close()
    await writer.close()
  }
  return new SqliteLedger({ store: reader, queue, checkpointer, close })
}

/** The options with their defaults. */
function settingsOf(options: SqliteLedgerOptions) {
  const { lockTimeoutMs = 0, checkpointDelayMs = 100 } = options
  return {
    clock: checkedClock(options.clock),
    delayMs: checkDurationMs(checkpointDelayMs, 'checkpointDelayMs'),
    writer: {
      lockTimeoutMs: checkDurationMs(lockTimeoutMs, 'lockTimeoutMs'),
      cacheKib: Math.ceil(checkWhole(options.cacheBytes ?? defaultCacheBytes, 'cacheBytes') / 1024),
      maxPages: Math.floor(checkWhole(options.maxFileBytes ?? 0, 'maxFileBytes') / pageBytes),
    },
  }
}

/** Nothing that the log has signed for may be gone. Returns its head. */
async function checkLog(reader: DatabaseReader, tree: StoredTree, knownHead: string | undefined): Promise<TreeHead> {
  const size = reader.size()
  await tree.checkEnd(size)
  await checkKnownCheckpoints([reader.checkpoint()?.note, knownHead], reader.founding.logKey, tree, size)
  return tree.head(size)
}
