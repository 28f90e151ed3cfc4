import {
  type Admission,
  canonicalIdentifier,
  EctError,
  type EctStore,
  type IdKind,
  isEctError,
  type TaskRecord,
  type VerifiedEct,
} from '@wimse-ect/claims'
import { type ImportOptions, importLedger } from './archive/import-ledger.ts'
import { checkAppendable } from './check-appendable.ts'
import { checkWhole } from './check-whole.ts'
import { checkedClock } from './checked-clock.ts'
import type { NoteSigner } from './checkpoint/note-signer.ts'
import { foundingOf } from './durable/founding.ts'
import type { Evidence } from './durable/judged-batch.ts'
import type { LedgerRestorer } from './durable/ledger-restorer.ts'
import type { StoredRecord } from './durable/stored-record.ts'
import { type Equivocation, makeEquivocation } from './equivocation.ts'
import { judgeAppend } from './judge-append.ts'
import type { AppendResult, Ledger } from './ledger.ts'
import { type LedgerEntry, makeEntry } from './ledger-entry.ts'
import { MemoryLog } from './memory-log.ts'
import { MemoryRecords } from './memory-records.ts'
import type { Hash } from './merkle/tree-hash.ts'
import type { TilePath } from './tiles/tile-path.ts'
import { tokenIdentity } from './token-identity.ts'

/** Options of {@link MemoryLedger}. */
export interface MemoryLedgerOptions {
  /** Kind of identifiers. Default `'uuid'`. */
  readonly ids?: IdKind | undefined
  /** How many seconds late a token may be recorded. Default 0 [MODE-LATENESS]. */
  readonly maxLatenessSeconds?: number | undefined
  /** Most entries. Default 1,000,000. */
  readonly capacity?: number | undefined
  /** The clock, in seconds since 1970. Default: the system's. */
  readonly clock?: (() => number) | undefined
  /** Signs the checkpoints; the name of its key is the log's. Default: none, and no checkpoints and receipts. */
  readonly signer?: NoteSigner | undefined
}

/** Options of {@link MemoryLedger.restore}. */
export type MemoryRestoreOptions = ImportOptions & Pick<MemoryLedgerOptions, 'capacity' | 'clock' | 'signer'>

const defaultCapacity = 1_000_000

/**
 * A ledger in this process, for tests, demos and short-lived pipelines: as durable as the process. It keeps the whole
 * {@link Ledger} contract otherwise; an append runs without yielding, which makes check and append one step
 * [LEDGER-ATOMIC]. Its entries, records and evidence are frozen: a caller that holds a token or an entry cannot change
 * the log. It keeps 1.44 times the bytes of the tokens; an old entry is read out of its token when asked for.
 */
export class MemoryLedger implements Ledger {
  readonly ids: IdKind
  readonly maxLatenessSeconds: number
  readonly #capacity: number
  readonly #clock: () => number
  readonly #log: MemoryLog
  readonly #records: MemoryRecords
  readonly #equivocations = new Map<number, Equivocation>()
  #isAppending = false

  /** @throws TypeError for unknown `ids`, a number that is not whole, a capacity of 0, and the signer of a witness */
  constructor(options: MemoryLedgerOptions = {}) {
    const { ids, maxLatenessSeconds } = foundingOf(options)
    this.ids = ids
    this.maxLatenessSeconds = maxLatenessSeconds
    this.#capacity = checkWhole(options.capacity ?? defaultCapacity, 'capacity', 1)
    this.#clock = checkedClock(options.clock)
    const log = new MemoryLog(options.signer)
    this.#log = log
    this.#records = new MemoryRecords(ids, (sequence) => log.tokenAt(sequence))
  }

  /**
   * Builds a ledger from an archive that `exportLedger` wrote; `importLedger` says what is checked. With a signer it
   * goes on where the exported one ended. Without, it is for looking things up: it has neither log key nor checkpoints.
   *
   * @throws EctError as `importLedger`; `ECT_CHECKPOINT_KEY` when the signer is not that of the log;
   * `ECT_LEDGER_CAPACITY`
   */
  static async restore(archive: AsyncIterable<Uint8Array>, options: MemoryRestoreOptions): Promise<MemoryLedger> {
    const { capacity, clock, signer } = options
    let restored = new MemoryLedger()
    const restorer: LedgerRestorer = {
      begin: ({ ids, maxLatenessSeconds, logKey }) => {
        restored = new MemoryLedger({ ids, maxLatenessSeconds, capacity, clock, signer })
        const isOfLog = signer === undefined || restored.logKey === logKey
        if (!isOfLog) throw new EctError('ECT_CHECKPOINT_KEY', { path: 'signer' })
      },
      judge: (_, judgement) => judgement(restored.#records.view()),
      recordAt: (sequence) => restored.#records.at(sequence),
      write: (records) => {
        for (const record of records) restored.#add(record)
      },
      writeEvidence: (evidence) => {
        for (const piece of evidence) restored.#restoreEvidence(piece)
      },
      finish: () => undefined,
      abandon: () => undefined,
    }
    await importLedger(archive, restorer, options)
    return restored
  }

  get logKey(): string | undefined {
    return this.#log.logKey
  }

  async append(token: VerifiedEct, admission: Admission): Promise<LedgerEntry> {
    return this.#append(token, admission).entry
  }

  async appendMany(tokens: readonly VerifiedEct[], admission: Admission): Promise<readonly AppendResult[]> {
    return tokens.map((token) => {
      try {
        return { ok: true, ...this.#append(token, admission) }
      } catch (error) {
        if (!isEctError(error)) throw error
        return { ok: false, error }
      }
    })
  }

  async size(): Promise<number> {
    return this.#records.size
  }

  async findEntry(signingInput: string): Promise<LedgerEntry | undefined> {
    const token = tokenIdentity(signingInput)
    if (token === undefined) return undefined
    const entry = await this.getByTokenId(token.issuer, token.tokenId)
    return entry?.compact.startsWith(`${signingInput}.`) ? entry : undefined
  }

  async getBySequence(sequence: number): Promise<LedgerEntry | undefined> {
    return this.#records.at(sequence)?.entry
  }

  async getByTaskId(taskId: string, workflowId?: string): Promise<readonly LedgerEntry[]> {
    const id = this.#canonical(taskId)
    const view = this.#records.view()
    const records = workflowId === undefined ? view.recordsOf(id) : view.recordsIn(id, this.#canonical(workflowId))
    return records.map(({ entry }) => entry)
  }

  async getByTokenId(issuer: string, tokenId: string): Promise<LedgerEntry | undefined> {
    return this.#records.view().recordOfToken(issuer, this.#canonical(tokenId))?.entry
  }

  async *entries(fromSequence = 0): AsyncGenerator<LedgerEntry> {
    for (const { entry } of this.#recordsFrom(fromSequence)) yield entry
  }

  async *records(fromSequence = 0): AsyncGenerator<TaskRecord> {
    for (const { task, sequence } of this.#recordsFrom(fromSequence)) yield { task, sequence }
  }

  async *entriesOfWorkflow(workflowId: string, fromSequence = 0): AsyncGenerator<LedgerEntry> {
    yield* this.#entriesAt(
      this.#records.inWorkflow(this.#canonical(workflowId)),
      checkWhole(fromSequence, 'fromSequence'),
    )
  }

  async *entriesOfAgent(agent: string, fromSequence = 0): AsyncGenerator<LedgerEntry> {
    yield* this.#entriesAt(this.#records.ofAgent(agent), checkWhole(fromSequence, 'fromSequence'))
  }

  async storeFor(): Promise<EctStore> {
    const known = new Map<number, StoredRecord>()
    // In a store a record is the same object in every answer, whatever the ledger itself forgets meanwhile.
    const same = (records: readonly StoredRecord[]): readonly StoredRecord[] =>
      records.map((record) => {
        const first = known.get(record.sequence) ?? record
        known.set(record.sequence, first)
        return first
      })
    return {
      parentsFirst: true,
      recordsOf: (taskId, asking) => same(this.#records.view().recordsOf(taskId, asking)),
      recordsIn: (taskId, workflowId) => same(this.#records.view().recordsIn(taskId, workflowId)),
    }
  }

  async *equivocations(): AsyncGenerator<Equivocation> {
    yield* this.#equivocations.values()
  }

  async checkpoint(): Promise<string> {
    return this.#log.checkpoint()
  }

  async receipt(sequence: number): Promise<string> {
    return this.#log.receipt(sequence)
  }

  async inclusionProof(sequence: number, size: number): Promise<readonly Hash[]> {
    return this.#log.inclusionProof(sequence, size)
  }

  async consistencyProof(from: number, to: number): Promise<readonly Hash[]> {
    return this.#log.consistencyProof(from, to)
  }

  async tile(path: TilePath): Promise<Uint8Array | undefined> {
    return this.#log.tile(path)
  }

  *#recordsFrom(fromSequence: number): Generator<StoredRecord> {
    let sequence = checkWhole(fromSequence, 'fromSequence')
    for (let record = this.#records.at(sequence); record !== undefined; record = this.#records.at(sequence)) {
      yield record
      sequence += 1
    }
  }

  /** An admission that appended in its turn would change the records it is just judging by. */
  #append(token: VerifiedEct, admission: Admission): { entry: LedgerEntry; duplicate: boolean } {
    if (this.#isAppending) throw new TypeError('an admission cannot append')
    this.#isAppending = true
    try {
      return this.#judgeAndAppend(token, admission)
    } finally {
      this.#isAppending = false
    }
  }

  #judgeAndAppend(token: VerifiedEct, admission: Admission): { entry: LedgerEntry; duplicate: boolean } {
    checkAppendable(token, this.ids)
    const judgement = judgeAppend(token, this.#records.view(), admission)
    if (judgement.verdict === 'duplicate') {
      return { entry: judgement.record.entry, duplicate: true }
    }
    if (judgement.verdict === 'equivocation') {
      const { record } = judgement
      if (!this.#equivocations.has(record.sequence)) this.#keepEvidence(record, token.compact, this.#clock())
      throw new EctError('ECT_LEDGER_EQUIVOCATION', { taskId: token.task.taskId })
    }
    const entry = makeEntry(judgement.admitted, this.#records.size, this.#clock())
    const { task, signingInput, header } = token
    const { sequence } = entry
    this.#add(Object.freeze({ task, sequence, signingInput, kid: header.kid, entry }))
    return { entry, duplicate: false }
  }

  #add(record: StoredRecord): void {
    if (this.#records.size >= this.#capacity) throw new EctError('ECT_LEDGER_CAPACITY')
    this.#log.append(record.entry.compact)
    this.#records.add(record)
  }

  *#entriesAt(sequences: readonly number[], from: number): Generator<LedgerEntry> {
    // By index: an entry appended while somebody iterates is seen, none is seen twice.
    let at = from === 0 ? 0 : sequences.findIndex((sequence) => sequence >= from)
    for (let record = this.#recordOf(sequences[at]); record !== undefined; record = this.#recordOf(sequences[at])) {
      yield record.entry
      at += 1
    }
  }

  #recordOf(sequence: number | undefined): StoredRecord | undefined {
    return sequence === undefined ? undefined : this.#records.at(sequence)
  }

  #keepEvidence(record: StoredRecord, refused: string, foundAt: number): void {
    this.#equivocations.set(record.sequence, makeEquivocation(record, refused, foundAt))
  }

  #restoreEvidence({ sequence, refused, foundAt }: Evidence): void {
    const record = this.#records.at(sequence)
    const isNew = record !== undefined && !this.#equivocations.has(sequence)
    if (!isNew) throw new EctError('ECT_LEDGER_DAMAGED', { path: 'equivocation' })
    this.#keepEvidence(record, refused, foundAt)
  }

  #canonical(identifier: string): string {
    return canonicalIdentifier(identifier, this.ids)
  }
}
