import { generateNoteKey, type NoteSigner, noteSigner } from '@wimse-ect/ledger'
import { MemoryLog } from '../../ledger/src/memory-log.ts'

/** What the entry with this number holds: short, so that a log of 65,537 entries is made in a second. */
export function entryOf(sequence: number): string {
  return `token-${sequence}`
}

/** A log of texts that are no tokens. Two with the same entries and key sign the same checkpoints. */
export class TestLog extends MemoryLog {
  #size = 0

  /** @param signer the log has its key */
  constructor(size: number, signer: NoteSigner, entry: (sequence: number) => string = entryOf) {
    super(signer)
    this.growTo(size, entry)
  }

  growTo(size: number, entry: (sequence: number) => string = entryOf): void {
    for (; this.#size < size; this.#size++) this.append(entry(this.#size))
  }
}

/** The key of the logs of one test file. */
const key = generateNoteKey('ledger.example.com/audit')
export const signerKey: string = key.signerKey
export const logKey: string = key.verifierKey
const signer = noteSigner(signerKey)

export function logOf(size: number, entry?: (sequence: number) => string): TestLog {
  return new TestLog(size, signer, entry)
}
