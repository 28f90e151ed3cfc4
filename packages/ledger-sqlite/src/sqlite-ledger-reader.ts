import {
  canonicalIdentifier,
  decodeEct,
  EctError,
  type EctStore,
  type IdKind,
  isEctError,
  profiles,
  type Revision,
  readClaim,
} from '@wimse-ect/claims'
import {
  type Equivocation,
  type Hash,
  isTile,
  type Ledger,
  type LedgerEntry,
  makeReceipt,
  proveConsistency,
  proveInclusion,
  type TilePath,
} from '@wimse-ect/ledger'
import { BatchView } from './batch-view.ts'
import type { DatabaseReader } from './reader/database-reader.ts'
import { storedId } from './stored-id.ts'
import { TreeReader } from './tree-reader.ts'
import type { CheckpointRow } from './writer/rows.ts'

/** A ledger that is only read. */
export type LedgerReader = Omit<Ledger, 'append' | 'appendMany'>

const revisions = Object.keys(profiles) as Revision[]

/**
 * Reads a ledger file, also while another process writes to it. Made by `openSqliteLedgerReader`.
 *
 * Its checkpoint is the latest one that the writer has kept, a moment behind the entries.
 */
export class SqliteLedgerReader implements LedgerReader {
  readonly ids: IdKind
  readonly maxLatenessSeconds: number
  readonly logKey: string | undefined
  readonly #reader: DatabaseReader
  readonly #tree: TreeReader

  constructor(reader: DatabaseReader) {
    const { ids, maxLatenessSeconds, logKey } = reader.founding
    this.ids = ids
    this.maxLatenessSeconds = maxLatenessSeconds
    this.logKey = logKey ?? undefined
    this.#reader = reader
    this.#tree = new TreeReader(reader)
  }

  async size(): Promise<number> {
    return this.#reader.size()
  }

  async findEntry(signingInput: string): Promise<LedgerEntry | undefined> {
    const token = tokenIdentity(signingInput)
    if (token === undefined) return undefined
    const entry = await this.getByTokenId(token.issuer, token.tokenId)
    return entry !== undefined && isOfSigningInput(entry, signingInput) ? entry : undefined
  }

  async getBySequence(sequence: number): Promise<LedgerEntry | undefined> {
    return this.#reader.recordAt(sequence)?.entry
  }

  async getByTaskId(taskId: string, workflowId?: string): Promise<readonly LedgerEntry[]> {
    const view = new BatchView(this.#reader)
    const id = canonicalIdentifier(taskId, this.ids)
    const records =
      workflowId === undefined ? view.recordsOf(id) : view.recordsIn(id, canonicalIdentifier(workflowId, this.ids))
    return records.map(({ entry }) => entry)
  }

  async getByTokenId(issuer: string, tokenId: string): Promise<LedgerEntry | undefined> {
    const id = storedId(tokenId, this.ids)
    return id === undefined ? undefined : this.#reader.recordOfToken(issuer, id)?.entry
  }

  async *entries(fromSequence = 0): AsyncGenerator<LedgerEntry> {
    if (!Number.isSafeInteger(fromSequence) || fromSequence < 0) {
      throw new TypeError('fromSequence must be a whole number, 0 or more')
    }
    yield* this.#reader.entries(fromSequence)
  }

  async *entriesOfWorkflow(workflowId: string): AsyncGenerator<LedgerEntry> {
    const value = storedId(workflowId, this.ids)
    if (value !== undefined) yield* this.#reader.entries(0, { by: 'workflow', value })
  }

  async *entriesOfAgent(agent: string): AsyncGenerator<LedgerEntry> {
    const value = this.#reader.agentId(agent)
    if (value !== undefined) yield* this.#reader.entries(0, { by: 'agent', value })
  }

  async storeFor(): Promise<EctStore> {
    return new BatchView(this.#reader)
  }

  async *equivocations(): AsyncGenerator<Equivocation> {
    yield* this.#reader.equivocations()
  }

  async checkpoint(): Promise<string> {
    return (await this.signedHead()).note
  }

  async receipt(sequence: number): Promise<string> {
    const token = this.#reader.recordAt(sequence)?.entry.compact
    if (token === undefined) throw new EctError('ECT_PROOF_RANGE')
    const { size, note } = await this.signedHead()
    if (size <= sequence) throw new EctError('ECT_LEDGER_UNAVAILABLE', { path: 'checkpoint' })
    return makeReceipt({ token, sequence, proof: await this.inclusionProof(sequence, size), checkpoint: note })
  }

  async inclusionProof(sequence: number, size: number): Promise<readonly Hash[]> {
    return proveInclusion(sequence, size, this.#tree.readNodes(this.#tree.checkSize(size)))
  }

  async consistencyProof(from: number, to: number): Promise<readonly Hash[]> {
    return proveConsistency(from, to, this.#tree.readNodes(this.#tree.checkSize(to)))
  }

  async tile(path: TilePath): Promise<Uint8Array | undefined> {
    return isTile(path) ? this.#tree.tile(path) : undefined
  }

  /** Closes the file. */
  async close(): Promise<void> {
    this.#reader.close()
  }

  /** The checkpoint that receipts are made with. */
  protected async signedHead(): Promise<CheckpointRow> {
    if (this.logKey === undefined)
      throw new TypeError('a ledger has checkpoints only when it was created with a signer')
    const kept = this.#reader.checkpoint()
    if (kept === undefined) throw new EctError('ECT_LEDGER_UNAVAILABLE', { path: 'checkpoint' })
    return kept
  }
}

/** Issuer and `jti` in a signing input; `undefined` for what is none. */
function tokenIdentity(signingInput: string): { issuer: string; tokenId: string } | undefined {
  try {
    const decoded = decodeEct(`${signingInput}.AA`, { revisions })
    return { issuer: readClaim(decoded, 'iss'), tokenId: readClaim(decoded, 'jti', { ids: 'opaque' }) }
  } catch (error) {
    if (isEctError(error)) return undefined
    throw error
  }
}

function isOfSigningInput({ compact }: LedgerEntry, signingInput: string): boolean {
  return compact.startsWith(`${signingInput}.`) && compact.lastIndexOf('.') === signingInput.length
}
