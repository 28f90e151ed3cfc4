import { setTimeout } from 'node:timers/promises'
import type { Admission, IdKind, Task, VerifiedEct } from '@wimse-ect/claims'
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
import { answersOf, type Draft, draftOf, placeDraft } from './draft.ts'
import type { KnownLog } from './known-log.ts'
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
  /** Parents that this process has recorded, each in the workflow of its child. */
  readonly atHand: ReadonlySet<string>
  readonly wanted: WantedRecords
  /** What of it was not cut off after the first few records. */
  readonly covered: WantedRecords
  /** Number of entries that there were at least. */
  readonly size: number
  /** Those of them that are concerned. */
  readonly records: readonly StoredRecord[]
}

/** What comes of judging once. */
interface Judged {
  /** What has to be looked up before the verdict counts. */
  readonly missing: WantedRecords | undefined
  /** True when an admission asked for more of a parent than the record in its child's workflow. */
  readonly isCurious: boolean
  readonly draft: () => Draft
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
  /** Admissions that asked for no more of a parent than its record in the workflow of its child, the last time. */
  readonly #modest = new WeakSet<Admission>()
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
      answer(await this.#commitOrRetry(calls, ground, draft))
      return
    }
    const answers = await this.#commitDraft(calls, ground, draft, agents)
    answer(answers ?? (await this.#commitOrRetry(calls, await this.#lookUp(calls, true), undefined)))
  }

  /**
   * Looks up the records concerned while other writers may hold the lock. What is committed never changes, so that
   * under the lock only those have to be looked for that came since.
   */
  async #lookUp(calls: readonly AppendCall[], looksUpTokens: boolean): Promise<Ground> {
    const { log, database, cache, known } = this.#parts
    const tasks = tasksOf(calls, log.founding.ids)
    const atHand = this.#atHand(tasks)
    // A parent is not read whose only record in its child's workflow is at hand, for admissions that ask for no other.
    const isModest = calls.every(({ admission }) => this.#modest.has(admission))
    const everything = wantedFor(tasks, isModest ? atHand : undefined)
    const wanted = looksUpTokens ? everything : { ...everything, tokens: [] }
    const parentsOf = (task: Task): readonly StoredRecord[] =>
      isModest && task.workflowId !== undefined
        ? []
        : task.parents.flatMap((parent) => this.#remembered.getInScope(parent, task.workflowId, task) ?? [])
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
    if (all !== undefined) return { atHand, wanted, covered: { wholeTasks: names, tokens }, size, records: before(all) }

    const store = new PostgresStore(log, database, cache)
    const first = await store.wantedRecords(wanted)
    const found = countBy(first, ({ task }) => task.taskId)
    const isCutOff = (taskId: string): boolean => (found.get(taskId) ?? 0) >= fewRecords
    // A task without a workflow concerns all records of its ids. Read under the lock, many of them would keep every
    // writer waiting.
    const { tasks: ofAllWorkflows } = wantedFor(tasks.filter(({ workflowId }) => workflowId === undefined))
    const wholeTasks = ofAllWorkflows.filter(isCutOff)
    const covered = { ...wanted, tasks: names.filter((taskId) => !isCutOff(taskId)), wholeTasks }
    const records = before([...first, ...(await store.wantedRecords({ wholeTasks }))])
    return { atHand, wanted, covered, size, records }
  }

  #atHand(tasks: readonly Task[]): ReadonlySet<string> {
    const atHand = new Set<string>()
    for (const task of tasks) {
      if (task.workflowId === undefined) continue
      for (const parent of task.parents) {
        if (this.#remembered.getInScope(parent, task.workflowId, task) !== undefined) atHand.add(parent)
      }
    }
    return atHand
  }

  /**
   * Judges before the lock is held, while others may hold it. What the admissions ask for beyond the first look-up is
   * looked up too; the draft is left out when they ask for ever more.
   */
  async #judgeAhead(calls: readonly AppendCall[], first: Ground, tokensAreNew: boolean) {
    const { log, database, cache } = this.#parts
    let ground = first
    for (let round = 1; ; round++) {
      const { draft, missing, isCurious } = this.#judgeOnce(calls, ground, { tokensAreNew })
      for (const { admission } of calls) {
        if (isCurious) this.#modest.delete(admission)
        else this.#modest.add(admission)
      }
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
    const finishing = locking.then(async (before) => {
      await this.#checkKnown(client, before)
      const placed = placeDraft(draft, before.edge.size, now)
      await this.#finish(client, placed, before, agents)
      return answersOf(placed, calls)
    })
    // What fails first is told, and not what fails because of it.
    finishing.catch(ignored)
    const [, inserted] = await Promise.all([locking, inserting])
    // With no entry there, the rest fails, and the commit behind it commits nothing.
    return inserted === 0 ? finishing.then(ignored, ignored) : finishing
  }

  /** A conflict leaves nothing behind, so the whole batch is judged again. */
  async #commitOrRetry(
    calls: readonly AppendCall[],
    ground: Ground,
    draft: Draft | undefined,
  ): Promise<readonly (() => void)[]> {
    let drafted = draft
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#parts.database.withClient((client) =>
          onDatabase(() => this.#transact(client, calls, ground, drafted)),
        )
      } catch (error) {
        const isWrongDraft = drafted !== undefined && isViolation(error)
        if (isWrongDraft) this.#carefulBatches = mostCarefulBatches
        if (attempt === mostAttempts || !(isWrongDraft || isConflict(error))) throw error
        drafted = undefined
        await setTimeout(Math.random() * longestPauseMs)
      }
    }
  }

  async #transact(
    client: PoolClient,
    calls: readonly AppendCall[],
    ground: Ground,
    drafted: Draft | undefined,
  ): Promise<readonly (() => void)[]> {
    const { log, cache, clock, lockTimeoutMs } = this.#parts
    const database = queryableOf(client)
    const store = new PostgresStore(log, database, cache)
    // In one go: the second statement sees what is committed when the lock is held.
    const [before, since] = await Promise.all([
      lockLog(log.id, client, lockTimeoutMs),
      store.recordsSince(ground.size, mostNewEntries, ground.wanted),
    ])
    await this.#checkKnown(client, before)

    const { size } = before.edge
    const holds = since.length === 0 && size - ground.size <= mostNewEntries
    const draft =
      drafted !== undefined && holds
        ? placeDraft(drafted, size, clock())
        : await this.#judge(calls, { ...ground, since }, store, size)
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
  async #finish(client: PoolClient, batch: Draft, before: LogRow, agents: ReadonlyMap<string, number>): Promise<void> {
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
    { since, ...then }: Ground & { readonly since: readonly StoredRecord[] },
    store: PostgresStore,
    size: number,
  ): Promise<Draft> {
    let ground: Ground =
      size - then.size <= mostNewEntries
        ? { ...then, size, records: [...then.records, ...since] }
        : { ...then, covered: then.wanted, size, records: await store.wantedRecords(then.wanted) }
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
    { atHand, size, covered, records }: Ground,
    { tokensAreNew = false, isDecided = false },
  ): Judged {
    const { clock, log } = this.#parts
    const { ids } = log.founding
    const view = new PrefetchedView(ids, { atHand, remembered: this.#remembered, tokensAreNew })
    view.add(covered, records)
    const batch = new JudgedBatch({ ids, committed: view, size, clock })
    const judged = isDecided ? calls.map((call) => decidedCall(call, view)) : calls
    const outcomes = judged.map(({ tokens, admission }) => outcomeOf(() => batch.judge(tokens, admission)))
    // A jti is judged before the graph [LEDGER-JTI-ORDER]; no index objects to one that is not inserted.
    for (const [at, { tokens }] of tokensAreNew ? calls.entries() : []) {
      for (const { task } of refusedOf(tokens, outcomes[at])) view.wantToken(task.agent, task.tokenId)
    }
    const { missing } = view
    return { missing, isCurious: view.isCurious, draft: () => draftOf(batch, outcomes, size, ids) }
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
    ...ground,
    wanted: bothWanted(ground.wanted, missing),
    covered: bothWanted(ground.covered, missing),
    records: [...ground.records, ...records],
  }
}

/** The tokens of a call that are not accepted; all, when its admission broke. */
function refusedOf(
  tokens: readonly VerifiedEct[],
  outcome: Draft['outcomes'][number] | undefined,
): readonly VerifiedEct[] {
  try {
    const results = outcome?.() ?? []
    return tokens.filter((_, at) => results[at]?.ok !== true)
  } catch {
    return tokens
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
