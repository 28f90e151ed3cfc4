import type { Entry } from './entry.ts'
import { ShapeError } from './json-shape.ts'
import type { Workflow } from './ledger-source.ts'

/**
 * Entries come in order of sequence, each sequence once. Verdicts are kept by sequence: of two entries with one, a
 * forged one could otherwise be shown with the verdict of the genuine one.
 *
 * @throws ShapeError when that is not so
 */
export function checkSequences({ entries, outside }: Pick<Workflow, 'entries' | 'outside'>): void {
  if (!isIncreasing(entries) || !isIncreasing(outside)) throw new ShapeError('entries are not in order')
  const inside = new Set(entries.map(({ sequence }) => sequence))
  if (outside.some(({ sequence }) => inside.has(sequence))) throw new ShapeError('an entry came twice')
}

function isIncreasing(entries: readonly Entry[]): boolean {
  return entries.every(({ sequence }, at) => sequence > (entries[at - 1]?.sequence ?? -1))
}
