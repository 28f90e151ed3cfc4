import { setTimeout } from 'node:timers/promises'
import { type AppendCall, type CommitsBatches, RecordCache, type StoredRecord } from '@wimse-ect/ledger/durable'
import type { PoolClient } from 'pg'
import { Agents } from './agents.ts'
import { type Database, queryableOf } from './database.ts'
import { answersOf, type Draft, placeDraft } from './draft.ts'
import { type Ground, withMissing } from './ground.ts'
import { GroundReader } from './ground-reader.ts'
import { type JudgeCallsOptions, judgeCalls } from './judge-calls.ts'
import type { KnownLog } from './known-log.ts'
import { type LogRow, lockLog } from './locked-log.ts'
import type { Log } from './log.ts'
import { isConflict, isViolation, onDatabase } from './postgres-errors.ts'
import { PostgresStore } from './postgres-store.ts'
import { encodeNames } from './wanted-records.ts'
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

/** What is known before the lock is held. */
interface Prepared {
  readonly ground: Ground
  /** Left out when the admissions asked for ever more records. */
  readonly draft: Draft | undefined
}

/**
 * A batch, as one transaction, in which the row of the log is locked. What was judged before counts if it is seen under
 * the lock that nothing came since which it rests on; else the batch is judged under the lock. Nothing is answered
 * before the commit. So check and append are one step, whatever the number of writers [LEDGER-ATOMIC].
 */
export class Transactions implements CommitsBatches {
  readonly #parts: TransactionsParts
  readonly #agents: Agents
  /** Connections on which the whole known log was found. */
  readonly #checked = new WeakSet<PoolClient>()
  /** What this process has recorded; whenever the lock is held, the log is known to contain it. */
  readonly #remembered = new RecordCache()
  readonly #reader: GroundReader
  readonly #judging: JudgeCallsOptions
  /** In how many batches to come each `jti` is looked up. */
  #carefulBatches = 0

  constructor(parts: TransactionsParts) {
    this.#parts = parts
    this.#agents = new Agents(parts.log.id)
    this.#reader = new GroundReader({ ...parts, remembered: this.#remembered })
    this.#judging = { ids: parts.log.founding.ids, clock: parts.clock, remembered: this.#remembered }
  }

  async commit(calls: readonly AppendCall[]): Promise<void> {
    const looksUpTokens = this.#carefulBatches > 0
    this.#carefulBatches = Math.max(0, this.#carefulBatches - 1)
    const first = await this.#reader.lookUp(calls, looksUpTokens)
    const { ground, draft } = await this.#judgeAhead(calls, first, !looksUpTokens)
    const agents = draft && this.#agents.knownNumbersOf(draft.records.map(({ task }) => task.agent))
    if (draft === undefined || agents === undefined || draft.records.length === 0) {
      answer(await this.#commitOrRetry(calls, ground, draft))
      return
    }
    const answers = await this.#commitDraft(calls, ground, draft, agents)
    answer(answers ?? (await this.#commitOrRetry(calls, await this.#reader.lookUp(calls, true), undefined)))
  }

  /**
   * Judges before the lock is held, while others may hold it. What the admissions ask for beyond the first look-up is
   * looked up too; the draft is left out when they ask for ever more.
   */
  async #judgeAhead(calls: readonly AppendCall[], first: Ground, tokensAreNew: boolean): Promise<Prepared> {
    let ground = first
    for (let round = 1; ; round++) {
      const { draft, missing, isCurious } = judgeCalls(calls, ground, { ...this.#judging, tokensAreNew })
      this.#reader.learn(calls, isCurious)
      if (missing === undefined) return { ground, draft: draft() }
      if (round === mostRoundsAhead) return { ground, draft: undefined }
      ground = await this.#reader.lookUpMissing(ground, missing)
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
      const { draft, missing } = judgeCalls(calls, ground, { ...this.#judging, isDecided: round === mostRounds })
      if (missing === undefined) return draft()
      ground = withMissing(ground, missing, await store.wantedRecords(missing))
    }
  }
}

function answer(answers: readonly (() => void)[]): void {
  for (const each of answers) each()
}

function ignored(): undefined {
  return undefined
}
