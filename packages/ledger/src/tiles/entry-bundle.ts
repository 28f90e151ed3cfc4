import { EctError } from '@wimse-ect/claims'
import { maxEntryBytes } from '../merkle/tree-hash.ts'
import { tileWidth } from './tile-path.ts'

const encoder = new TextEncoder()

/**
 * Entries as a bundle of the tlog-tiles layout: each after its length in two bytes, the higher first [LEDGER-TILES].
 *
 * @param entries bytes, or texts that stand for their UTF-8 bytes: compact tokens
 * @throws TypeError for more than 256 entries, and for one of more than 65,535 bytes
 */
export function encodeEntryBundle(entries: readonly (Uint8Array | string)[]): Uint8Array {
  if (entries.length > tileWidth) throw new TypeError('a bundle has at most 256 entries')
  const all = entries.map((entry) => (typeof entry === 'string' ? encoder.encode(entry) : entry))
  const bundle = new Uint8Array(all.reduce((sum, { length }) => sum + 2 + length, 0))
  const view = new DataView(bundle.buffer)
  let at = 0
  for (const entry of all) {
    if (entry.length > maxEntryBytes) throw new TypeError('an entry has at most 65,535 bytes')
    view.setUint16(at, entry.length)
    bundle.set(entry, at + 2)
    at += 2 + entry.length
  }
  return bundle
}

/**
 * The entries of a bundle.
 *
 * @param width how many it has to hold
 * @throws EctError `ECT_LEDGER_DAMAGED` when it holds fewer or more, or ends within one
 */
export function decodeEntryBundle(bundle: Uint8Array, width: number): Uint8Array[] {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength)
  const entries: Uint8Array[] = []
  let at = 0
  while (entries.length < width && at + 2 <= bundle.length) {
    const end = at + 2 + view.getUint16(at)
    entries.push(bundle.slice(at + 2, end))
    at = end
  }
  const isWhole = entries.length === width && at === bundle.length
  if (!isWhole) throw new EctError('ECT_LEDGER_DAMAGED', { path: 'entry bundle' })
  return entries
}
