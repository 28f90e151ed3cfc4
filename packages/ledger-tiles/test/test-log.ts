import { generateNoteKey, type NoteSigner, noteSigner } from '@wimse-ect/ledger'
import { MemoryLog } from '../../ledger/src/memory-log.ts'

export const { signerKey, verifierKey } = generateNoteKey('ledger.example.com/audit')
export const signer: NoteSigner = noteSigner(signerKey)

/** What the entry with this number holds: short, so that a log of 65,537 is made in a second. */
export function entryOf(sequence: number): string {
  return `token-${sequence}`
}

/** Adds entries until there are so many. */
export function growTo(log: MemoryLog, size: number, entry: (sequence: number) => string = entryOf): MemoryLog {
  for (let at = log.size; at < size; at++) log.append(entry(at))
  return log
}

/** A log with so many entries. Two with the same entries sign the same checkpoints. */
export function logOf(size: number, entry?: (sequence: number) => string): MemoryLog {
  return growTo(new MemoryLog(signer), size, entry)
}
