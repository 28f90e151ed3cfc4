import type { Admission, IdKind, Task, VerifiedEct } from '@wimse-ect/claims'
import type { AppendCall, RecordCache, StoredRecord } from '@wimse-ect/ledger/durable'
import { planning } from './begin.ts'
import { type Connection, type Database, queryableOf } from './database.ts'
import { before, type Ground, withMissing } from './ground.ts'
import type { KnownLog } from './known-log.ts'
import type { Log } from './log.ts'
import { onDatabase } from './postgres-errors.ts'
import { PostgresStore } from './postgres-store.ts'
import { fewRecords, type WantedRecords, wantedFor, wantedOfAll } from './wanted-records.ts'

/** What the records are looked up with. */
export interface GroundReaderParts {
  readonly database: Database
  readonly log: Log
  readonly cache: RecordCache
  readonly known: KnownLog
  /** What this process has recorded; whenever the lock is held, the log is known to contain it. */
  readonly remembered: RecordCache
}

/**
 * Looks up the records that batches concern, while other writers may hold the lock. What is committed never changes, so
 * that under the lock only those have to be looked for that came since.
 */
export class GroundReader {
  readonly #parts: GroundReaderParts
  /** Admissions that asked for no more of a parent than its record in the workflow of its child, the last time. */
  readonly #modest = new WeakSet<Admission>()

  constructor(parts: GroundReaderParts) {
    this.#parts = parts
  }

  /** @param looksUpTokens whether each `jti` is looked up too */
  async lookUp(calls: readonly AppendCall[], looksUpTokens: boolean): Promise<Ground> {
    const { log, cache, known } = this.#parts
    const read = tokensOf(calls, log.founding.ids)
    const tasks = read.map(({ task }) => task)
    const atHand = this.#atHand(tasks)
    const isModest = calls.every(({ admission }) => this.#modest.has(admission))
    const everything = wantedFor(tasks, isModest ? atHand : undefined)
    const wanted = looksUpTokens ? everything : { ...everything, tokens: [] }
    const parents = this.#parentsOf(isModest ? tasks.filter(({ workflowId }) => workflowId === undefined) : tasks)
    // Later ones may be of a server that is not there any more when the lock is held; those before are checked then.
    const { size } = known
    const all = await this.#read((connection) => new PostgresStore(log, connection, cache).allRecords(wanted, parents))
    if (all === undefined) return this.#lookUpFew(read, { atHand, wanted, size })
    const covered = { wholeTasks: wanted.tasks, tokens: wanted.tokens }
    return { atHand, wanted, covered, size, records: before(size, all) }
  }

  /** Looks up what was missing when a batch was judged by its ground. */
  async lookUpMissing(ground: Ground, missing: WantedRecords): Promise<Ground> {
    const { log, cache } = this.#parts
    const found = await this.#read((connection) => new PostgresStore(log, connection, cache).wantedRecords(missing))
    return withMissing(ground, missing, found)
  }

  /** Notes whether the admissions of these calls asked for more of a parent than what may be at hand. */
  learn(calls: readonly AppendCall[], isCurious: boolean): void {
    for (const { admission } of calls) {
      if (isCurious) this.#modest.delete(admission)
      else this.#modest.add(admission)
    }
  }

  /** Looks up the first few records of each name, since some have many. */
  async #lookUpFew(
    tokens: readonly VerifiedEct[],
    { atHand, wanted, size }: Omit<Ground, 'covered' | 'records'>,
  ): Promise<Ground> {
    const { log, database, cache } = this.#parts
    const store = new PostgresStore(log, database, cache)
    const first = await store.wantedRecords(wanted)
    const found = countBy(first, ({ task }) => task.taskId)
    const isCutOff = (taskId: string): boolean => (found.get(taskId) ?? 0) >= fewRecords
    const covered = { ...wanted, tasks: (wanted.tasks ?? []).filter((taskId) => !isCutOff(taskId)) }
    // A task without a workflow concerns the records of its ids in all of them. To search many under the lock would
    // keep every writer waiting.
    const ofAll = wantedOfAll(tokens, isCutOff)
    const more = await store.wantedRecords(ofAll)
    return withMissing({ atHand, wanted, covered, size, records: before(size, first) }, ofAll, more)
  }

  /** Parents that need not be read, for an admission that asks for no other record of their ids. */
  #atHand(tasks: readonly Task[]): ReadonlySet<string> {
    const inWorkflows = tasks.filter(({ workflowId }) => workflowId !== undefined)
    return new Set(this.#parentsOf(inWorkflows).map(({ task }) => task.taskId))
  }

  /** The parents that this process has recorded, each in the workflow of its child. */
  #parentsOf(tasks: readonly Task[]): readonly StoredRecord[] {
    const { remembered } = this.#parts
    const found: StoredRecord[] = []
    for (const task of tasks) {
      for (const parent of task.parents) {
        const record = remembered.getInScope(parent, task.workflowId, task)
        if (record !== undefined) found.push(record)
      }
    }
    return found
  }

  /** Reads in one go, and reads no table whole. */
  async #read<T>(read: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#parts.database.withClient((client) =>
      onDatabase(async () => {
        const [, found] = await Promise.all([
          client.query(`BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY; ${planning}`),
          read(queryableOf(client)),
          client.query('COMMIT'),
        ])
        return found
      }),
    )
  }
}

/** The tokens that can be recorded here; those with identifiers of the other kind are refused without a look-up. */
function tokensOf(calls: readonly AppendCall[], ids: IdKind): readonly VerifiedEct[] {
  return calls.flatMap(({ tokens }) => tokens.filter((token) => token.ids === ids))
}

function countBy<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(keyOf(value), (counts.get(keyOf(value)) ?? 0) + 1)
  return counts
}
