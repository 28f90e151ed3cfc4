/** The log of the suites: thirteen tasks. */
import { task } from '../tasks.ts'
import { checkpoint } from './note.ts'
import { base64, type Hash, inclusionOf, leafOf, rootOf } from './tree.ts'

export const tokens: readonly string[] = Array.from({ length: 13 }, (_, at) => task(at + 1))
export const leaves: readonly Hash[] = tokens.map(leafOf)

export const token = (at: number): string => tokens[at] ?? ''
export const leaf = (at: number): Hash => leaves[at] ?? new Uint8Array()
export const rootAt = (size: number): Hash => rootOf(leaves.slice(0, size))
export const proofOf = (at: number, size: number): Hash[] => inclusionOf(at, leaves.slice(0, size))

/** The parts of a receipt. */
export interface ReceiptParts {
  /** Lines before the hashes. */
  readonly head: readonly string[]
  readonly hashes: readonly Hash[]
  readonly checkpoint: string
}

export const extra = (text: string): string => `extra ${base64(Buffer.from(text))}`

/** The receipt of an entry at some size of the log, with parts changed. */
export function receipt(at: number, size = 13, parts: Partial<ReceiptParts> = {}): string {
  const {
    head = ['c2sp.org/tlog-proof@v1', extra(token(at)), `index ${at}`],
    hashes = proofOf(at, size),
    checkpoint: note = checkpoint(size, rootAt(size)),
  } = parts
  return `${[...head, ...hashes.map(base64)].join('\n')}\n\n${note}`
}
