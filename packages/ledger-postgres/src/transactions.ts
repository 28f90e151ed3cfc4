import { setTimeout } from 'node:timers/promises'
import type { Admission, IdKind, Task } from '@wimse-ect/claims'
import {
  type AppendCall,
  type CommitsBatches,
  JudgedBatch,
  judgeCall,
  RecordCache,
  type StoredRecord,
} from '@wimse-ect/ledger/durable'
import type { PoolClient } from 'pg'
import { Agents } from './agents.ts'
import { planning } from './begin.ts'
import { type Database, queryableOf } from './database.ts'
import type { KnownLog } from './known-log.ts'
import { lockLog } from './locked-log.ts'
import type { Log } from './log.ts'
import { outcomeOf } from './outcome-of.ts'
import { isConflict, onDatabase } from './postgres-errors.ts'
import { PostgresStore } from './postgres-store.ts'
import { PrefetchedView } from './prefetched-view.ts'
import { fewRecords, type WantedRecords, wantedFor, wantedOfAll } from './wanted-records.ts'
import { writeBatch } from './write-batch.ts'

/**
 * Most attempts at a batch that is in conflict with another transaction, and the longest pause between two, in
 * milliseconds.
 */
const mostAttempts = 10
const longestPauseMs = 50
/** How often a batch is judged when its admissions ask for ever more records. */
const mostRounds = 1000
// Going through more of them would take longer than looking everything up again.
const mostNewEntries = 5000

/** What the transactions work with. */
export interface TransactionsParts {
  readonly database: Database
  readonly log: Log
  readonly cache: RecordCache
  readonly known: KnownLog
  readonly clock: () => number
  /** How long to wait for the other writers, in milliseconds. */
  readonly lockTimeoutMs: number
  /** Called after every commit that made the log grow. */
  readonly onGrowth: () => void
}

/** What was looked up before the lock was held. */
interface Ground {
  readonly wanted: WantedRecords
  /** What of it was not cut off after the first few records. */
  readonly covered: WantedRecords
  /** Number of entries that there were at least. */
  readonly size: number
  /** Those of them that are concerned. */
  readonly records: readonly StoredRecord[]
}

/** What is judged, and what is to be answered once it is durable. */
interface Verdict {
  readonly batch: JudgedBatch
  readonly answers: readonly (() => void)[]
}

/**
 * A batch, as one transaction: the row of the log is locked before the first record is looked up, and committed before
 * the first answer is given, so that check and append are one step whatever the number of writers [LEDGER-ATOMIC].
 */
export class Transactions implements CommitsBatches {
  readonly #parts: TransactionsParts
  readonly #agents: Agents
  /** Connections on which the whole known log was found. */
  readonly #checked = new WeakSet<PoolClient>()
  /** What this process has recorded; whenever the lock is held, the log is known to contain it. */
  readonly #remembered = new RecordCache()

  constructor(parts: TransactionsParts) {
    this.#parts = parts
    this.#agents = new Agents(parts.log.id)
  }

  async commit(calls: readonly AppendCall[]): Promise<void> {
    const ground = await this.#lookUp(calls)
    for (const answer of await this.#commitOrRetry(calls, ground)) answer()
  }

  /**
   * Looks up the records concerned while other writers may hold the lock. What is committed never changes, so that
   * under the lock only those have to be looked for that came since.
   */
  async #lookUp(calls: readonly AppendCall[]): Promise<Ground> {
    const { log, database, cache, known } = this.#parts
    const read = tokensOf(calls, log.founding.ids)
    const tasks = read.map(({ task }) => task)
    const wanted = wantedFor(tasks)
    const { size } = known
    // Later ones may be of a server that is not there any more when the lock is held; those before are checked then.
    const before = (records: readonly StoredRecord[]): StoredRecord[] =>
      records.filter(({ sequence }) => sequence < size)
    const parentsOf = (task: Task): readonly StoredRecord[] =>
      task.parents.flatMap((parent) => this.#remembered.getInScope(parent, task.workflowId, task) ?? [])
    const all = await database.withClient((client) =>
      lookUpOn(client, new PostgresStore(log, queryableOf(client), cache), wanted, tasks.flatMap(parentsOf)),
    )
    const { tasks: names, tokens } = wanted
    if (all !== undefined) return { wanted, covered: { wholeTasks: names, tokens }, size, records: before(all) }

    const store = new PostgresStore(log, database, cache)
    const first = await store.wantedRecords(wanted)
    const found = countBy(first, ({ task }) => task.taskId)
    const isCutOff = (taskId: string): boolean => (found.get(taskId) ?? 0) >= fewRecords
    // A task without a workflow concerns the records of its ids in all of them. To search many under the lock would
    // keep every writer waiting.
    const ofAll = wantedOfAll(read, isCutOff)
    const more = await store.wantedRecords(ofAll)
    // Two that may be gone hide a third one.
    const late = new Set(more.filter(({ sequence }) => sequence >= size).map(({ task }) => task.taskId))
    const several = ofAll.several.filter(({ taskId }) => !late.has(taskId))
    const covered = { ...wanted, ...ofAll, tasks: names.filter((taskId) => !isCutOff(taskId)), several }
    return { wanted, covered, size, records: before([...first, ...more]) }
  }

  /** A conflict leaves nothing behind, so the whole batch is judged again. */
  async #commitOrRetry(calls: readonly AppendCall[], ground: Ground): Promise<readonly (() => void)[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#parts.database.withClient((client) =>
          onDatabase(() => this.#transact(client, calls, ground)),
        )
      } catch (error) {
        if (attempt === mostAttempts || !isConflict(error)) throw error
        await setTimeout(Math.random() * longestPauseMs)
      }
    }
  }

  async #transact(client: PoolClient, calls: readonly AppendCall[], ground: Ground): Promise<readonly (() => void)[]> {
    const { log, cache, known, lockTimeoutMs, onGrowth } = this.#parts
    const database = queryableOf(client)
    const store = new PostgresStore(log, database, cache)
    // In one go: the second statement sees what is committed when the lock is held.
    const [before, since] = await Promise.all([
      lockLog(log.id, client, lockTimeoutMs),
      store.recordsSince(ground.size, mostNewEntries, ground.wanted),
    ])
    if (this.#checked.has(client)) known.checkEnd(before.edge)
    else await known.checkBeginning(before.edge, store)
    this.#checked.add(client)

    const { batch, answers } = await this.#judge(calls, { ...ground, since }, store, before.edge.size)
    if (batch.isEmpty) {
      await client.query('ROLLBACK')
      return answers
    }
    const names = batch.records.map(({ task }) => task.agent)
    const agents = await this.#agents.numbersOf(names, before.agents, database)
    // In one go: when the batch could not be written, there is nothing to be committed any more.
    const [edge] = await Promise.all([
      writeBatch(batch, { log: log.id, ids: log.founding.ids, before, agents }, database),
      client.query('COMMIT'),
    ])

    known.grown(before.edge.head(), edge.head())
    this.#agents.remember(agents)
    for (const record of batch.records) {
      cache.add(record)
      this.#remembered.add(record)
    }
    if (batch.records.length > 0) onGrowth()
    return answers
  }

  /**
   * Judges until no verdict rests on a record that was not looked up; mostly once. An admission that walks the
   * ancestors costs a query for each generation; one that finds no end is broken, and must not keep the lock.
   */
  async #judge(
    calls: readonly AppendCall[],
    { wanted, covered, size: sizeThen, records, since }: Ground & { readonly since: readonly StoredRecord[] },
    store: PostgresStore,
    size: number,
  ): Promise<Verdict> {
    const { clock, log } = this.#parts
    const { ids } = log.founding
    const view = new PrefetchedView(ids)
    if (size - sizeThen <= mostNewEntries) {
      view.add(covered, [...records, ...since])
    } else {
      view.add(wanted, await store.wantedRecords(wanted))
    }
    for (let round = 1; ; round++) {
      const batch = new JudgedBatch({ ids, committed: view, size, clock })
      const judged = round < mostRounds ? calls : calls.map((call) => decidedCall(call, view))
      const answers = judged.map((call) => judgeCall(batch, call))
      const { missing } = view
      if (missing === undefined) return { batch, answers }
      view.add(missing, await store.wantedRecords(missing))
    }
  }
}

/** Looks up what is wanted, in one go. */
async function lookUpOn(
  client: PoolClient,
  store: PostgresStore,
  ...wanted: Parameters<PostgresStore['allRecords']>
): Promise<readonly StoredRecord[] | undefined> {
  return onDatabase(async () => {
    const [, records] = await Promise.all([
      client.query(`BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY; ${planning}`),
      store.allRecords(...wanted),
      client.query('COMMIT'),
    ])
    return records
  })
}

/** The call, with an admission that breaks when it asks for records that were not looked up. */
function decidedCall(call: AppendCall, view: PrefetchedView): AppendCall {
  const admission: Admission = (token, store) => {
    const verdict = outcomeOf(() => call.admission(token, store))
    if (view.missing === undefined) return verdict()
    view.giveUp()
    throw new TypeError('an admission must come to an end of the records that it asks for')
  }
  return { ...call, admission }
}

/** The tokens that can be recorded here; those with identifiers of the other kind are refused without a look-up. */
function tokensOf(calls: readonly AppendCall[], ids: IdKind) {
  return calls.flatMap(({ tokens }) => tokens.filter((token) => token.ids === ids))
}

function countBy<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(keyOf(value), (counts.get(keyOf(value)) ?? 0) + 1)
  return counts
}
