import { setTimeout } from 'node:timers/promises'
import type { Admission, IdKind, Task } from '@wimse-ect/claims'
import {
  type AppendCall,
  type CommitsBatches,
  JudgedBatch,
  RecordCache,
  type StoredRecord,
} from '@wimse-ect/ledger/durable'
import type { PoolClient } from 'pg'
import { Agents } from './agents.ts'
import { planning } from './begin.ts'
import { type Connection, type Database, queryableOf } from './database.ts'
import type { KnownLog } from './known-log.ts'
import { answersOf, type Draft, draftOf, placeDraft } from './draft.ts'
import { type LogRow, lockLog, readLogRow } from './locked-log.ts'
import type { Log } from './log.ts'
import { outcomeOf } from './outcome-of.ts'
import { isConflict, isViolation, onDatabase } from './postgres-errors.ts'
import { PostgresStore } from './postgres-store.ts'
import { PrefetchedView } from './prefetched-view.ts'
import { bothWanted, encodeNames, fewRecords, type WantedRecords, wantedFor } from './wanted-records.ts'
import { writeEntries, writeEntriesNow, writeTree } from './write-batch.ts'

/**
 * Most attempts at a batch that is in conflict with another transaction, and the longest pause between two, in
 * milliseconds.
 */
const mostAttempts = 10
const longestPauseMs = 50
/** How often a batch is judged when its admissions ask for ever more records. */
const mostRounds = 1000
/** How often before the lock is held; after that it is judged under the lock. */
const mostRoundsAhead = 8
/** In how many batches each `jti` is looked up after one that was taken for new was not. */
const mostCarefulBatches = 1000
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

/** What was looked up, to be judged by. */
interface Ground {
  readonly wanted: WantedRecords
  /** What of it was not cut off after the first few records. */
  readonly covered: WantedRecords
  /** Number of entries that there were at least. */
  readonly size: number
  /** Those of them that are concerned. */
  readonly records: readonly StoredRecord[]
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
  /** In how many batches to come each `jti` is looked up. */
  #carefulBatches = 0

  constructor(parts: TransactionsParts) {
    this.#parts = parts
    this.#agents = new Agents(parts.log.id)
  }

  async commit(calls: readonly AppendCall[]): Promise<void> {
    const looksUpTokens = this.#carefulBatches > 0
    this.#carefulBatches = Math.max(0, this.#carefulBatches - 1)
    const first = await this.#lookUp(calls, looksUpTokens)
    const { ground, draft } = await this.#judgeAhead(calls, first, !looksUpTokens)
    const agents = draft && this.#agents.knownNumbersOf(draft.records.map(({ task }) => task.agent))
    if (draft === undefined || agents === undefined || draft.records.length === 0) {
      return answer(await this.#commitOrRetry(calls, ground))
    }
    const answers = await this.#commitDraft(calls, ground, draft, agents)
    answer(answers ?? (await this.#commitOrRetry(calls, await this.#lookUp(calls, true))))
  }

  /**
   * Looks up the records concerned while other writers may hold the lock. What is committed never changes, so that
   * under the lock only those have to be looked for that came since.
   */
  async #lookUp(calls: readonly AppendCall[], looksUpTokens: boolean): Promise<Ground> {
    const { log, database, cache, known } = this.#parts
    const tasks = tasksOf(calls, log.founding.ids)
    const everything = wantedFor(tasks, this.#atHandFor(tasks))
    const wanted = looksUpTokens ? everything : { ...everything, tokens: [] }
    const parentsOf = (task: Task): readonly StoredRecord[] =>
      task.parents.flatMap((parent) => this.#remembered.getInScope(parent, task.workflowId, task) ?? [])
    const [row, all] = await database.withClient((client) =>
      readOn(client, (connection) =>
        Promise.all([
          readLogRow(log.id, connection),
          new PostgresStore(log, connection, cache).allRecords(wanted, tasks.flatMap(parentsOf)),
        ]),
      ),
    )
    // A server that takes over and lacks what was seen here is noticed when the lock is held.
    known.seen(row.edge.head())
    const { size } = row.edge
    // Later ones are looked for under the lock.
    const before = (records: readonly StoredRecord[]): StoredRecord[] =>
      records.filter(({ sequence }) => sequence < size)
    const { tasks: names, tokens } = wanted
    if (all !== undefined) return { wanted, covered: { wholeTasks: names, tokens }, size, records: before(all) }

    const store = new PostgresStore(log, database, cache)
    const first = await store.wantedRecords(wanted)
    const found = countBy(first, ({ task }) => task.taskId)
    const isCutOff = (taskId: string): boolean => (found.get(taskId) ?? 0) >= fewRecords
    // A task without a workflow concerns all records of its ids. Read under the lock, many of them would keep every
    // writer waiting.
    const { tasks: ofAllWorkflows } = wantedFor(tasks.filter(({ workflowId }) => workflowId === undefined))
    const wholeTasks = ofAllWorkflows.filter(isCutOff)
    const covered = { ...wanted, tasks: names.filter((taskId) => !isCutOff(taskId)), wholeTasks }
    return { wanted, covered, size, records: before([...first, ...(await store.wantedRecords({ wholeTasks }))]) }
  }

  /**
   * Says of a parent that it need not be looked up: the child's batch adds it, or this process has recorded it, each in
   * the child's workflow, where it is the only one. An admission that asks for others of its id is told all of them.
   */
  #atHandFor(tasks: readonly Task[]): (parent: string, child: Task) => boolean {
    const ofBatch = new Map(tasks.map((task) => [task.taskId, task]))
    return (parent, child) =>
      child.workflowId !== undefined &&
      (ofBatch.get(parent)?.workflowId === child.workflowId ||
        this.#remembered.getInScope(parent, child.workflowId, child) !== undefined)
  }

  /**
   * Judges before the lock is held, while others may hold it. What the admissions ask for beyond the first look-up is
   * looked up too; the draft is left out when they ask for ever more.
   */
  async #judgeAhead(calls: readonly AppendCall[], first: Ground, tokensAreNew: boolean) {
    const { log, database, cache } = this.#parts
    let ground = first
    for (let round = 1; ; round++) {
      const { draft, missing } = this.#judgeOnce(calls, ground, { tokensAreNew })
      if (missing === undefined) return { ground, draft: draft() }
      if (round === mostRoundsAhead) return { ground, draft: undefined }
      const found = await database.withClient((client) =>
        readOn(client, (connection) => new PostgresStore(log, connection, cache).wantedRecords(missing)),
      )
      const { size } = ground
      ground = withMissing(
        ground,
        missing,
        found.filter(({ sequence }) => sequence < size),
      )
    }
  }

  /**
   * Writes a draft as one transaction, if it still holds under the lock: nothing came since that it could rest on, and
   * no index knows a `jti` that was taken for new. All is sent in one go, but for the tree, which is computed while the
   * server inserts the entries.
   *
   * @returns `undefined` when the draft did not hold; nothing was written then
   */
  async #commitDraft(
    calls: readonly AppendCall[],
    ground: Ground,
    draft: Draft,
    agents: ReadonlyMap<string, number>,
  ): Promise<readonly (() => void)[] | undefined> {
    try {
      return await this.#parts.database.withClient((client) =>
        onDatabase(() => this.#transactDraft(client, calls, ground, draft, agents)),
      )
    } catch (error) {
      if (isViolation(error)) this.#carefulBatches = mostCarefulBatches
      else if (!isConflict(error)) throw error
      return undefined
    }
  }

  async #transactDraft(
    client: PoolClient,
    calls: readonly AppendCall[],
    { wanted, size }: Ground,
    draft: Draft,
    agents: ReadonlyMap<string, number>,
  ): Promise<readonly (() => void)[] | undefined> {
    const { log, clock, lockTimeoutMs } = this.#parts
    const connection = queryableOf(client)
    const now = clock()
    const locking = lockLog(log.id, client, lockTimeoutMs)
    const unless = { size, most: mostNewEntries, ...encodeNames(wanted, log.founding.ids) }
    const inserting = writeEntries(draft, { log: log.id, agents }, unless, () => now, connection)
    // It is waited for below; when something fails before, that is what is told.
    inserting.catch(ignored)
    const before = await locking
    await this.#checkKnown(client, before)
    const placed = placeDraft(draft, before.edge.size, now)
    const finishing = this.#finish(client, placed, before, agents)
    finishing.catch(ignored)
    // With no entry there, the rest fails, and the commit behind it commits nothing.
    if ((await inserting) === 0) return finishing.then(ignored, ignored)
    await finishing
    return answersOf(placed, calls)
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
    const { log, cache, lockTimeoutMs } = this.#parts
    const database = queryableOf(client)
    const store = new PostgresStore(log, database, cache)
    // In one go: the second statement sees what is committed when the lock is held.
    const [before, since] = await Promise.all([
      lockLog(log.id, client, lockTimeoutMs),
      store.recordsSince(ground.size, mostNewEntries, ground.wanted),
    ])
    await this.#checkKnown(client, before)

    const draft = await this.#judge(calls, { ...ground, since }, store, before.edge.size)
    if (draft.records.length === 0 && draft.evidence.length === 0) {
      await client.query('ROLLBACK')
      return answersOf(draft, calls)
    }
    const names = draft.records.map(({ task }) => task.agent)
    const agents = await this.#agents.numbersOf(names, before.agents, database)
    await Promise.all([
      writeEntriesNow(draft, { log: log.id, before, agents }, database),
      this.#finish(client, draft, before, agents),
    ])
    return answersOf(draft, calls)
  }

  /** Compares the log, while it is locked, with what this process knows of it. */
  async #checkKnown(client: PoolClient, { edge }: LogRow): Promise<void> {
    const { log, cache, known } = this.#parts
    if (this.#checked.has(client)) known.checkEnd(edge)
    else await known.checkBeginning(edge, new PostgresStore(log, queryableOf(client), cache))
    this.#checked.add(client)
  }

  /** Writes the tree and commits, in one go: when the batch was not written, there is nothing to be committed. */
  async #finish(
    client: PoolClient,
    batch: Draft,
    before: LogRow,
    agents: ReadonlyMap<string, number>,
  ): Promise<void> {
    const { log, cache, known, onGrowth } = this.#parts
    const [edge] = await Promise.all([
      writeTree(batch, { log: log.id, before, agents }, queryableOf(client)),
      client.query('COMMIT'),
    ])
    known.grown(before.edge.head(), edge.head())
    this.#agents.remember(agents)
    for (const record of batch.records) {
      cache.add(record)
      this.#remembered.add(record)
    }
    if (batch.records.length > 0) onGrowth()
  }

  /**
   * Judges until no verdict rests on a record that was not looked up; mostly once. An admission that walks the
   * ancestors costs a query for each generation; one that finds no end is broken, and must not keep the lock.
   *
   * @param size number of entries
   */
  async #judge(
    calls: readonly AppendCall[],
    { wanted, covered, size: sizeThen, records, since }: Ground & { readonly since: readonly StoredRecord[] },
    store: PostgresStore,
    size: number,
  ): Promise<Draft> {
    let ground: Ground =
      size - sizeThen <= mostNewEntries
        ? { wanted, covered, size, records: [...records, ...since] }
        : { wanted, covered: wanted, size, records: await store.wantedRecords(wanted) }
    for (let round = 1; ; round++) {
      const { draft, missing } = this.#judgeOnce(calls, ground, { isDecided: round === mostRounds })
      if (missing === undefined) return draft()
      ground = withMissing(ground, missing, await store.wantedRecords(missing))
    }
  }

  /**
   * Judges by what was looked up. When something is missing, the verdict does not count.
   *
   * @param how `tokensAreNew`: a `jti` that was not looked up is taken for new; `isDecided`: an admission that asks for
   * more breaks
   */
  #judgeOnce(
    calls: readonly AppendCall[],
    { size, covered, records }: Ground,
    { tokensAreNew = false, isDecided = false },
  ): { readonly missing: WantedRecords | undefined; readonly draft: () => Draft } {
    const { clock, log } = this.#parts
    const { ids } = log.founding
    const view = new PrefetchedView(ids, { remembered: this.#remembered, tokensAreNew })
    view.add(covered, records)
    const batch = new JudgedBatch({ ids, committed: view, size, clock })
    const judged = isDecided ? calls.map((call) => decidedCall(call, view)) : calls
    const outcomes = judged.map(({ tokens, admission }) => outcomeOf(() => batch.judge(tokens, admission)))
    return { missing: view.missing, draft: () => draftOf(batch, outcomes, size, ids) }
  }
}

/** Reads on a connection, in one go, and reads no table whole. */
async function readOn<T>(client: PoolClient, read: (connection: Connection) => Promise<T>): Promise<T> {
  return onDatabase(async () => {
    const [, found] = await Promise.all([
      client.query(`BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY; ${planning}`),
      read(queryableOf(client)),
      client.query('COMMIT'),
    ])
    return found
  })
}

/** The ground with what was missing in it. */
function withMissing(ground: Ground, missing: WantedRecords, records: readonly StoredRecord[]): Ground {
  return {
    wanted: bothWanted(ground.wanted, missing),
    covered: bothWanted(ground.covered, missing),
    size: ground.size,
    records: [...ground.records, ...records],
  }
}

function answer(answers: readonly (() => void)[]): void {
  for (const each of answers) each()
}

function ignored(): undefined {
  return undefined
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

/**
 * The tasks that can be recorded here; tokens with identifiers of the other kind are refused without being looked up.
 */
function tasksOf(calls: readonly AppendCall[], ids: IdKind) {
  return calls.flatMap(({ tokens }) => tokens.filter((token) => token.ids === ids).map(({ task }) => task))
}

function countBy<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(keyOf(value), (counts.get(keyOf(value)) ?? 0) + 1)
  return counts
}
