import { type IdKind, recordsInScope, type Task, withIdsOf } from '@wimse-ect/claims'
import { damaged } from '../durable/damaged.ts'
import { isEquivocation } from '../durable/is-equivocation.ts'
import type { Evidence } from '../durable/judged-batch.ts'
import type { LedgerRestorer } from '../durable/ledger-restorer.ts'
import { StagedView } from '../durable/staged-view.ts'
import { restoreRecord, type StoredRecord, tryReadToken } from '../durable/stored-record.ts'
import type { LedgerView } from '../judge-append.ts'
import { RightEdge } from '../merkle/right-edge.ts'
import { leafHash } from '../merkle/tree-hash.ts'
import type { TreeHead } from '../merkle/tree-head.ts'
import type { EntryLine, EquivocationLine } from './archive-lines.ts'

/** A batch is written when it has so many entries, or tokens of so many characters together. */
const enoughEntries = 512
const enoughLength = 4 * 2 ** 20

/** Judges the entries and the evidence of an archive, and hands them to the restorer in batches. */
export class RestoredEntries {
  readonly #restorer: LedgerRestorer
  readonly #ids: IdKind
  readonly #edge = new RightEdge()
  #records: StoredRecord[] = []
  #evidence: Evidence[] = []
  #length = 0

  constructor(restorer: LedgerRestorer, ids: IdKind) {
    this.#restorer = restorer
    this.#ids = ids
  }

  /** Number of entries that are written. */
  get written(): number {
    return this.#edge.size
  }

  /** Head of the tree over the entries that are written. */
  head(): TreeHead {
    return this.#edge.head()
  }

  /**
   * Takes the next entry.
   *
   * @returns true when a batch was written
   * @throws EctError `ECT_LEDGER_DAMAGED` when it is not the next one, when its token is none, when its task or `jti`
   * is recorded already, or when its parents are not those that its token names; and what the restorer throws
   */
  async add({ sequence, token: compact, verifiedAt, storedAt, parents }: EntryLine): Promise<boolean> {
    const next = this.#edge.size + this.#records.length
    if (sequence !== next) throw damaged(`entry ${next}`)
    this.#records.push(restoreRecord({ sequence, compact, verifiedAt, storedAt, parents }, this.#ids))
    return this.#mayFlush(compact)
  }

  /**
   * Takes the next piece of evidence, after all entries.
   *
   * @throws EctError `ECT_LEDGER_DAMAGED` when it is none; and what the restorer throws
   */
  async addEvidence({ sequence, refused, foundAt }: EquivocationLine): Promise<void> {
    const record = await this.#restorer.recordAt(sequence)
    const rival = tryReadToken(refused, this.#ids)
    if (record === undefined || rival === undefined || !isEquivocation(rival, record)) throw damaged('equivocation')
    this.#evidence.push({ sequence, refused, foundAt })
    await this.#mayFlush(refused)
  }

  /** Writes what is left. */
  async flush(): Promise<void> {
    if (this.#records.length > 0) {
      const records = this.#records
      await this.#restorer.judge(
        records.map(({ task }) => task),
        (draft) => checkRecords(records, draft),
      )
      const nodes = records.flatMap(({ entry }) => this.#edge.append(leafHash(entry.compact)))
      await this.#restorer.write(records, nodes)
    }
    if (this.#evidence.length > 0) await this.#restorer.writeEvidence(this.#evidence)
    this.#records = []
    this.#evidence = []
    this.#length = 0
  }

  async #mayFlush(token: string): Promise<boolean> {
    this.#length += token.length
    const isEnough =
      this.#records.length >= enoughEntries || this.#evidence.length >= enoughEntries || this.#length >= enoughLength
    if (isEnough) await this.flush()
    return isEnough
  }
}

function checkRecords(records: readonly StoredRecord[], draft: LedgerView<StoredRecord>): void {
  const before = new StagedView(draft)
  for (const record of records) {
    checkRecord(record, before)
    before.add(record)
  }
}

/** What holds of every entry of a ledger, whoever wrote the archive [LEDGER-TASK-SCOPE] [LEDGER-JTI-UNIQUE]. */
function checkRecord({ task, sequence, entry }: StoredRecord, before: LedgerView<StoredRecord>): void {
  const isRepeated =
    recordsInScope(task, before).length > 0 || before.recordOfToken(task.agent, task.tokenId) !== undefined
  if (isRepeated) throw damaged(`entry ${sequence}`)
  for (const [at, parent] of entry.parents.entries()) {
    const expected = parentOf(parent.taskId, task, before)
    if (expected?.sequence !== parent.sequence) throw damaged(`entry ${sequence} par[${at}]`)
  }
}

/**
 * The one record that a parent id can stand for: that of the child's own workflow [DAG-PARENT-OWN-WORKFLOW], else the
 * only one of that id, which is without workflow [DAG-PARENT-NO-WORKFLOW], or was allowed by an option of the ledger
 * [DAG-PARENT-CROSS-SINGLE]. A record without workflow is always the only one. A `tid` and a `jti` of one text are two
 * ids [REVISION-TASK-ID].
 */
function parentOf(parentId: string, child: Task, before: LedgerView<StoredRecord>): StoredRecord | undefined {
  const [own] = withIdsOf(child, before.recordsIn(parentId, child.workflowId, child))
  if (own !== undefined) return own
  const [only, ...others] = withIdsOf(child, before.recordsOf(parentId, child))
  return others.length === 0 ? only : undefined
}
