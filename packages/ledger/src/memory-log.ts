import { EctError } from '@wimse-ect/claims'
import { signCheckpoint } from './checkpoint/checkpoint.ts'
import { logKeyOf } from './checkpoint/log-key-of.ts'
import type { NoteSigner } from './checkpoint/note-signer.ts'
import { proveConsistency } from './merkle/consistency-proof.ts'
import { proveInclusion } from './merkle/inclusion-proof.ts'
import { MemoryTree } from './merkle/memory-tree.ts'
import { type Hash, leafHash } from './merkle/tree-hash.ts'
import { makeReceipt } from './receipt.ts'
import { encodeEntryBundle } from './tiles/entry-bundle.ts'
import { isTile, type TilePath, tileWidth } from './tiles/tile-path.ts'
import type { TransparencyLog } from './transparency-log.ts'

interface SignedHead {
  readonly size: number
  readonly checkpoint: string
}

/** The {@link TransparencyLog} of a ledger in memory. Checkpoints are signed on request, not at every append. */
export class MemoryLog implements TransparencyLog {
  readonly logKey: string | undefined
  readonly #signer: NoteSigner | undefined
  readonly #tokens: string[] = []
  readonly #tree = new MemoryTree()
  #signed: SignedHead | undefined

  /** @throws TypeError for the signer of a witness */
  constructor(signer?: NoteSigner) {
    this.#signer = signer
    this.logKey = logKeyOf(signer) ?? undefined
  }

  append(token: string): void {
    this.#tree.append(leafHash(token))
    this.#tokens.push(token)
  }

  /** The compact token of an entry; `undefined` when there is none. */
  tokenAt(sequence: number): string | undefined {
    return this.#tokens[sequence]
  }

  async checkpoint(): Promise<string> {
    return (await this.#signedHead()).checkpoint
  }

  async receipt(sequence: number): Promise<string> {
    const token = this.tokenAt(sequence)
    if (token === undefined) throw new EctError('ECT_PROOF_RANGE')
    const { size, checkpoint } = await this.#signedHead()
    return makeReceipt({ token, sequence, proof: await this.inclusionProof(sequence, size), checkpoint })
  }

  async inclusionProof(sequence: number, size: number): Promise<readonly Hash[]> {
    return proveInclusion(sequence, this.#checkSize(size), this.#tree.readNodes)
  }

  async consistencyProof(from: number, to: number): Promise<readonly Hash[]> {
    return proveConsistency(from, this.#checkSize(to), this.#tree.readNodes)
  }

  async tile(path: TilePath): Promise<Uint8Array | undefined> {
    if (!isTile(path)) return undefined
    if (path.level !== 'entries') return this.#tree.tile(path.level, path)
    const from = path.index * tileWidth
    const tokens = this.#tokens.slice(from, from + path.width)
    return tokens.length === path.width ? encodeEntryBundle(tokens) : undefined
  }

  async #signedHead(): Promise<SignedHead> {
    if (this.#signer === undefined) throw new TypeError('a ledger signs checkpoints only when it was given a signer')
    const head = this.#tree.head()
    if (this.#signed?.size === head.size) return this.#signed
    const signed = { size: head.size, checkpoint: await signCheckpoint(head, this.#signer) }
    // The log may have grown while a key service signed: a smaller head must not replace a larger one.
    if (this.#signed === undefined || this.#signed.size < signed.size) this.#signed = signed
    return signed
  }

  #checkSize(size: number): number {
    if (size > this.#tree.size) throw new EctError('ECT_PROOF_RANGE')
    return size
  }
}
