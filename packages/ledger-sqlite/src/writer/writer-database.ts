import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Founding } from '@wimse-ect/ledger/durable'
import { KeyFilter } from '../key-filter.ts'
import { checkWritable } from './check-writable.ts'
import { enterKeys } from './enter-keys.ts'
import { lockWriters } from './lock-writers.ts'
import { prepareFile } from './prepare-file.ts'
import { RefusedFile } from './refused-file.ts'
import type { BatchEnd, EntryRow, WriterSettings } from './rows.ts'
import { walPages } from './schema.ts'
import { Settler } from './settler.ts'

// Not for another writer, who would be met at the other lock, but for the instants in which SQLite tidies up.
const leastBusyMs = 1000
const maxAgents = 10_000

/**
 * The one connection that writes to a ledger file. It knows no rules: what it is told is judged already, while it holds
 * the lock.
 *
 * The lock on `<file>-lock` is held as long as the ledger is open, so that a second writer is refused. The
 * operating system gives it back when the process ends, however it ends. Readers do not touch it.
 */
export class WriterDatabase {
  readonly #lock: DatabaseSync
  readonly #database: DatabaseSync
  readonly #statements: Statements
  readonly #settler: Settler
  readonly #entering: Iterator<void>
  readonly #agents = new Map<string, number>()
  #isOpen = false
  #isClosed = false
  #failure: { readonly error: unknown } | undefined

  constructor(settings: WriterSettings) {
    const { file, founding, lockTimeoutMs, cacheKib, maxPages } = settings
    if (founding === undefined && !existsSync(file)) throw new RefusedFile('MISSING')
    checkWritable(dirname(file))
    checkWritable(file)
    this.#lock = lockWriters(file, lockTimeoutMs)
    try {
      this.#database = new DatabaseSync(file)
      try {
        this.#database.exec(`PRAGMA busy_timeout = ${Math.max(lockTimeoutMs, leastBusyMs)}`)
        prepareFile(this.#database, founding, settings.isDraft)
        this.#database.exec(
          `PRAGMA synchronous = FULL; PRAGMA cache_size = -${cacheKib}; PRAGMA wal_autocheckpoint = ${walPages}`,
        )
        if (maxPages > 0) this.#database.exec(`PRAGMA max_page_count = ${maxPages}`)
        this.#statements = prepareStatements(this.#database)
        const filter = new KeyFilter(settings.filter)
        this.#settler = new Settler(this.#database, filter)
        this.#entering = enterKeys(this.#database, filter)
      } catch (error) {
        this.#database.close()
        throw error
      }
    } catch (error) {
      this.#lock.close()
      throw error
    }
  }

  /**
   * Writes entries of a batch; the first ones begin its transaction. That it cannot is said by {@link commit}: until
   * then nobody waits for an answer.
   *
   * @param size number of entries when the batch was judged
   */
  insert(size: number, rows: readonly EntryRow[]): void {
    if (this.#failure !== undefined) return
    try {
      this.#begin(size)
      for (const row of rows) this.#insertEntry(row)
      this.#settler.add(rows)
      // Here and not at the commit, which somebody waits for: the next rows are still being judged.
      this.#settler.settle(rows.length)
    } catch (error) {
      this.#failure = { error }
    }
  }

  /** Writes the rest and makes the batch durable; when it cannot, nothing of it is left [LEDGER-CRASH]. */
  commit(size: number, rows: readonly EntryRow[], end: BatchEnd): void {
    this.insert(size, rows)
    try {
      if (this.#failure !== undefined) throw this.#failure.error
      this.#insertEnd(end)
      this.#database.exec('COMMIT')
      this.#isOpen = false
    } catch (error) {
      this.rollback()
      throw error
    }
  }

  rollback(): void {
    try {
      this.#database.exec('ROLLBACK')
    } catch {
      // None was begun; or, after some errors, a full disk among them, SQLite has rolled back on its own.
    }
    this.#isOpen = false
    this.#failure = undefined
    this.#agents.clear()
    this.#settler.recount()
  }

  /** Enters keys of the file into the filter, for about a millisecond; true when all are. */
  enterKeys(): boolean {
    return this.#isClosed || this.#entering.next().done === true
  }

  close(): void {
    this.#isClosed = true
    this.#database.close()
    this.#lock.close()
  }

  #begin(size: number): void {
    if (this.#isOpen) return
    this.#database.exec('BEGIN IMMEDIATE')
    this.#isOpen = true
    if (this.#statements.size.get()?.size !== size) throw new RefusedFile('CHANGED')
  }

  #insertEntry(row: EntryRow): void {
    const [sequence, token, verifiedAt, storedAt, parents, taskId, workflowId, tokenId, agent] = row
    const agentId = this.#agentId(agent)
    const { entry } = this.#statements
    const inserted = entry.run(sequence, token, verifiedAt, storedAt, parents, taskId, workflowId, tokenId, agentId)
    // A trigger that somebody added may drop a row without a word.
    if (inserted.changes !== 1) throw new RefusedFile('DAMAGED')
  }

  #insertEnd({ tiles, evidence, checkpoint }: BatchEnd): void {
    const { tile, found, checkpoint: kept } = this.#statements
    for (const { id, hashes } of tiles) tile.run(id, hashes)
    for (const { sequence, refused, foundAt } of evidence) found.run(sequence, refused, foundAt)
    if (checkpoint !== undefined) kept.run(checkpoint.size, checkpoint.note)
  }

  #agentId(name: string): number {
    const known = this.#agents.get(name)
    if (known !== undefined) return known
    const { agent, newAgent } = this.#statements
    const id = Number(agent.get(name)?.id ?? newAgent.run(name).lastInsertRowid)
    if (this.#agents.size >= maxAgents) this.#agents.clear()
    this.#agents.set(name, id)
    return id
  }
}

interface Statements {
  readonly size: StatementSync
  readonly entry: StatementSync
  readonly agent: StatementSync
  readonly newAgent: StatementSync
  readonly tile: StatementSync
  readonly found: StatementSync
  readonly checkpoint: StatementSync
}

function prepareStatements(database: DatabaseSync): Statements {
  // A UUID is stored as its 16 bytes, see encodeId.
  const id = idsOf(database) === 'opaque' ? '?' : "unhex(?, '-')"
  return {
    size: database.prepare('SELECT coalesce(max(sequence) + 1, 0) AS size FROM entry'),
    entry: database.prepare(`INSERT INTO entry VALUES (?, ?, ?, ?, ?, ${id}, ${id}, ${id}, ?)`),
    agent: database.prepare('SELECT id FROM agent WHERE name = ?'),
    newAgent: database.prepare('INSERT INTO agent (name) VALUES (?)'),
    tile: database.prepare(
      'INSERT INTO tile (id, hashes) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET hashes = excluded.hashes',
    ),
    found: database.prepare('INSERT INTO equivocation (sequence, refused, found_at) VALUES (?, ?, ?)'),
    checkpoint: database.prepare('INSERT OR REPLACE INTO checkpoint (id, size, note) VALUES (0, ?, ?)'),
  }
}

function idsOf(database: DatabaseSync): Founding['ids'] {
  return database.prepare("SELECT value FROM founding WHERE name = 'ids'").get()?.value === 'opaque' ? 'opaque' : 'uuid'
}
