import {
  generateNoteKey,
  type Hash,
  type NoteKeyPair,
  type NoteSigner,
  noteSigner,
  signCheckpoint,
  type TransparencyLog,
} from '@wimse-ect/ledger'
import { naiveConsistency, naiveRoot } from '../../ledger/contract/merkle-oracle.ts'

export const origin = 'ledger.example.com/audit'
export const logKeys: NoteKeyPair = generateNoteKey(origin)
const signer = noteSigner(logKeys.signerKey)

/** A log as RFC 6962 describes one, and as slow; like a dishonest one it signs whatever it holds. */
export class NaiveLog implements Pick<TransparencyLog, 'checkpoint' | 'consistencyProof'> {
  readonly #entries: string[]
  readonly #signer: NoteSigner

  constructor(entries: readonly string[], by: NoteSigner = signer) {
    this.#entries = [...entries]
    this.#signer = by
  }

  get size(): number {
    return this.#entries.length
  }

  grow(...entries: readonly string[]): void {
    this.#entries.push(...entries)
  }

  async checkpoint(size: number = this.size): Promise<string> {
    return signCheckpoint({ size, root: naiveRoot(this.#bytes(size)) }, this.#signer)
  }

  async consistencyProof(from: number, to: number): Promise<readonly Hash[]> {
    return from === 0 ? [] : naiveConsistency(from, this.#bytes(to))
  }

  #bytes(size: number): Uint8Array[] {
    return this.#entries.slice(0, size).map((entry) => new TextEncoder().encode(entry))
  }
}

/** A log of so many entries; of two with different names, all entries from `common` on differ. */
export function logOf(size: number, name = 'honest', common = 0): NaiveLog {
  return new NaiveLog(entriesOf(size, name, common))
}

/** The entries of {@link logOf}. */
export function entriesOf(size: number, name = 'honest', common = 0): string[] {
  return Array.from({ length: size }, (_, at) => (at < common ? `entry ${at}` : `${name} entry ${at}`))
}
