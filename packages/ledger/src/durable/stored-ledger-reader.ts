import {
  canonicalIdentifier,
  EctError,
  type EctStore,
  type IdKind,
  isIdentifier,
  type Task,
  type TaskRecord,
} from '@wimse-ect/claims'
import { checkWhole } from '../check-whole.ts'
import type { Equivocation } from '../equivocation.ts'
import type { Ledger } from '../ledger.ts'
import type { LedgerEntry } from '../ledger-entry.ts'
import { proveConsistency } from '../merkle/consistency-proof.ts'
import { proveInclusion } from '../merkle/inclusion-proof.ts'
import type { Hash } from '../merkle/tree-hash.ts'
import { makeReceipt } from '../receipt.ts'
import type { TilePath } from '../tiles/tile-path.ts'
import { tokenIdentity } from '../token-identity.ts'
import type { KeptCheckpoint, LedgerStore } from './ledger-store.ts'
import { StoredTree } from './stored-tree.ts'

/** A ledger that is only read. */
export type LedgerReader = Omit<Ledger, 'append' | 'appendMany'>

/**
 * The reading half of a ledger in a database. Its checkpoint is the latest one that a writer has kept, a moment behind
 * the entries; a ledger that signs answers with its own.
 */
export class StoredLedgerReader implements LedgerReader {
  readonly ids: IdKind
  readonly maxLatenessSeconds: number
  readonly logKey: string | undefined
  readonly #store: LedgerStore
  readonly #tree: StoredTree

  constructor(store: LedgerStore) {
    const { ids, maxLatenessSeconds, logKey } = store.founding
    this.ids = ids
    this.maxLatenessSeconds = maxLatenessSeconds
    this.logKey = logKey ?? undefined
    this.#store = store
    this.#tree = new StoredTree(store)
  }

  async size(): Promise<number> {
    return this.#store.size()
  }

  async findEntry(signingInput: string): Promise<LedgerEntry | undefined> {
    const token = tokenIdentity(signingInput)
    if (token === undefined) return undefined
    const entry = await this.getByTokenId(token.issuer, token.tokenId)
    return entry?.compact.startsWith(`${signingInput}.`) ? entry : undefined
  }

  async getBySequence(sequence: number): Promise<LedgerEntry | undefined> {
    return Number.isSafeInteger(sequence) ? (await this.#store.recordAt(sequence))?.entry : undefined
  }

  async getByTaskId(taskId: string, workflowId?: string): Promise<readonly LedgerEntry[]> {
    const [task, workflow] = [this.#canonical(taskId), this.#canonical(workflowId)]
    if (task === undefined || (workflowId !== undefined && workflow === undefined)) return []
    const records =
      workflow === undefined
        ? await this.#store.recordsOfTask(task)
        : await this.#store.recordsInWorkflow(task, workflow)
    return records.map(({ entry }) => entry)
  }

  async getByTokenId(issuer: string, tokenId: string): Promise<LedgerEntry | undefined> {
    const id = this.#canonical(tokenId)
    return id === undefined ? undefined : (await this.#store.recordOfToken(issuer, id))?.entry
  }

  async *entries(fromSequence = 0): AsyncGenerator<LedgerEntry> {
    yield* this.#store.entries(checkWhole(fromSequence, 'fromSequence'))
  }

  async *records(fromSequence = 0): AsyncGenerator<TaskRecord> {
    yield* this.#store.records(checkWhole(fromSequence, 'fromSequence'))
  }

  async *entriesOfWorkflow(workflowId: string, fromSequence = 0): AsyncGenerator<LedgerEntry> {
    const from = checkWhole(fromSequence, 'fromSequence')
    const workflow = this.#canonical(workflowId)
    if (workflow !== undefined) yield* this.#store.entries(from, { by: 'workflow', workflowId: workflow })
  }

  async *entriesOfAgent(agent: string, fromSequence = 0): AsyncGenerator<LedgerEntry> {
    yield* this.#store.entries(checkWhole(fromSequence, 'fromSequence'), { by: 'agent', agent })
  }

  async storeFor(task: Task): Promise<EctStore> {
    return this.#store.storeFor(task)
  }

  async *equivocations(): AsyncGenerator<Equivocation> {
    yield* this.#store.equivocations()
  }

  async checkpoint(): Promise<string> {
    return (await this.signedHead()).note
  }

  async receipt(sequence: number): Promise<string> {
    const token = (await this.getBySequence(sequence))?.compact
    if (token === undefined) throw new EctError('ECT_PROOF_RANGE')
    const { size, note } = await this.signedHead()
    if (size <= sequence) throw new EctError('ECT_LEDGER_UNAVAILABLE', { path: 'checkpoint' })
    return makeReceipt({ token, sequence, proof: await this.inclusionProof(sequence, size), checkpoint: note })
  }

  async inclusionProof(sequence: number, size: number): Promise<readonly Hash[]> {
    return proveInclusion(sequence, size, this.#tree.readNodes(await this.#tree.checkSize(size)))
  }

  async consistencyProof(from: number, to: number): Promise<readonly Hash[]> {
    return proveConsistency(from, to, this.#tree.readNodes(await this.#tree.checkSize(to)))
  }

  async tile(path: TilePath): Promise<Uint8Array | undefined> {
    return this.#tree.tile(path)
  }

  /** The checkpoint that receipts are made with. */
  protected async signedHead(): Promise<KeptCheckpoint> {
    if (this.logKey === undefined) {
      throw new TypeError('a ledger has checkpoints only when it was created with a signer')
    }
    const kept = await this.#store.checkpoint()
    if (kept === undefined) throw new EctError('ECT_LEDGER_UNAVAILABLE', { path: 'checkpoint' })
    return kept
  }

  /**
   * The identifier in canonical form; `undefined` for what is none of this kind, and can therefore not be in the
   * ledger.
   */
  #canonical(identifier: string | undefined): string | undefined {
    return identifier !== undefined && isIdentifier(identifier, this.ids)
      ? canonicalIdentifier(identifier, this.ids)
      : undefined
  }
}
