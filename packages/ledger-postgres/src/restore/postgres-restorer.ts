import type { Task } from '@wimse-ect/claims'
import { type LedgerView, parseVerifierKey, RightEdge } from '@wimse-ect/ledger'
import {
  damaged,
  type Evidence,
  type Founding,
  type JudgedBatch,
  type KeptCheckpoint,
  type LedgerRestorer,
  RecordCache,
  type StoredRecord,
} from '@wimse-ect/ledger/durable'
import type { PoolClient } from 'pg'
import { Agents } from '../agents.ts'
import { begin } from '../begin.ts'
import type { PostgresConnection } from '../connection.ts'
import { type Connection, Database, queryableOf } from '../database.ts'
import { encodeEntries } from '../encoded-entries.ts'
import type { LogRow } from '../locked-log.ts'
import { insertLog } from '../log.ts'
import { outcomeOf } from '../outcome-of.ts'
import { onDatabase } from '../postgres-errors.ts'
import { PostgresStore } from '../postgres-store.ts'
import { PrefetchedView } from '../prefetched-view.ts'
import { prepareDatabase } from '../prepare-database.ts'
import { type WantedRecords, wantedFor } from '../wanted-records.ts'
import { writeEntriesNow, writeTree } from '../write-batch.ts'

// Another who makes a log of this name is not waited for.
const lockTimeoutMs = 1000

interface Draft {
  readonly client: PoolClient
  readonly database: Connection
  readonly store: PostgresStore
  readonly agents: Agents
  row: LogRow
}

/** Writes a restored log in one transaction: nobody sees it before all of it is there [LEDGER-CRASH]. */
export class PostgresRestorer implements LedgerRestorer {
  readonly #database: Database
  readonly #name: string | undefined
  #draft: Draft | undefined

  constructor(connection: PostgresConnection, name: string | undefined) {
    this.#database = new Database(connection)
    this.#name = name
  }

  async begin(founding: Founding): Promise<void> {
    const { logKey } = founding
    const name = this.#name ?? (logKey === null ? undefined : parseVerifierKey(logKey, 'log').name)
    if (name === undefined) throw new TypeError('a log without a key needs a name')
    await prepareDatabase(this.#database, true)
    const client = await this.#database.connect()
    try {
      await onDatabase(() => client.query(`${begin}; SET LOCAL lock_timeout = ${lockTimeoutMs}`))
      const database = queryableOf(client)
      const log = await insertLog(database, name, founding)
      const store = new PostgresStore(log, database, new RecordCache())
      this.#draft = { client, database, store, agents: new Agents(log.id), row: { edge: new RightEdge(), agents: 0 } }
    } catch (error) {
      client.release(true)
      throw error
    }
  }

  async judge(tasks: readonly Task[], judgement: (draft: LedgerView<StoredRecord>) => void): Promise<void> {
    const { store } = this.#parts()
    const view = new PrefetchedView(store.founding.ids)
    let wanted: WantedRecords = wantedFor(tasks)
    for (;;) {
      view.add(wanted, await store.wantedRecords(wanted))
      const outcome = outcomeOf(() => judgement(view))
      if (view.missing === undefined) return outcome()
      wanted = view.missing
    }
  }

  async recordAt(sequence: number): Promise<StoredRecord | undefined> {
    return this.#parts().store.recordAt(sequence)
  }

  async write(records: readonly StoredRecord[]): Promise<void> {
    const draft = this.#parts()
    await this.#write({ records, evidence: [] }, draft)
  }

  async writeEvidence(evidence: readonly Evidence[]): Promise<void> {
    const draft = this.#parts()
    const before = await countEvidence(draft)
    await this.#write({ records: [], evidence }, draft)
    if ((await countEvidence(draft)) !== before + evidence.length) throw damaged('equivocation')
  }

  async finish(checkpoint: KeptCheckpoint | undefined): Promise<void> {
    const { client, store } = this.#parts()
    if (checkpoint !== undefined) await store.keepCheckpoint(checkpoint)
    await onDatabase(() => client.query('COMMIT'))
    this.#draft = undefined
    client.release()
    await this.#database.close()
  }

  async abandon(): Promise<void> {
    // The connection ends, and the transaction with it.
    this.#draft?.client.release(true)
    this.#draft = undefined
    await this.#database.close().catch(() => undefined)
  }

  async #write(batch: Pick<JudgedBatch, 'records' | 'evidence'>, draft: Draft): Promise<void> {
    const { store, agents, row, database } = draft
    const { id: log, founding } = store.log
    const numbers = await agents.numbersOf(
      batch.records.map(({ task }) => task.agent),
      row.agents,
      database,
    )
    const encoded = encodeEntries(batch.records, row.edge.size, founding.ids)
    const where = { log, before: row, agents: numbers }
    const [, edge] = await Promise.all([
      writeEntriesNow({ ...batch, encoded }, where, database),
      writeTree({ ...batch, encoded }, where, database),
    ])
    agents.remember(numbers)
    draft.row = { edge, agents: Math.max(row.agents, ...[...numbers.values()].map((number) => number + 1)) }
  }

  #parts(): Draft {
    if (this.#draft === undefined) throw new TypeError('the draft is not open')
    return this.#draft
  }
}

async function countEvidence({ store, database }: Draft): Promise<number> {
  const sql = 'SELECT count(*) AS count FROM ect_ledger.equivocation WHERE log = $1'
  const [row] = await database.rows(sql, [store.log.id])
  return Number(row?.count)
}
