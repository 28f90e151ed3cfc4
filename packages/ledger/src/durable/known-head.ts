import { EctError } from '@wimse-ect/claims'
import { checkCheckpoint } from '../checkpoint/check-checkpoint.ts'
import { sameHash } from '../merkle/tree-hash.ts'
import type { TreeHead } from '../merkle/tree-head.ts'
import { damaged } from './damaged.ts'
import type { StoredTree } from './stored-tree.ts'

/**
 * Checks that a log still contains what it has signed for, in O(log n) for each note. Stops an operator who cuts off
 * the end of a log, or puts back an older copy, and would have it sign a second history.
 *
 * @param notes checkpoints of this log, as far as there are any
 * @param logKey of the log; a log without a key has signed nothing, and nothing is checked
 * @param size number of entries
 * @throws EctError `ECT_CHECKPOINT_*` for a note that the log has not signed, and as {@link checkKnownHead}
 */
export async function checkKnownCheckpoints(
  notes: readonly (string | undefined)[],
  logKey: string | null,
  tree: StoredTree,
  size: number,
): Promise<void> {
  if (logKey === null) return
  for (const note of notes) {
    if (note !== undefined) await checkKnownHead(checkCheckpoint(note, { logKey }), tree, size)
  }
}

/**
 * Checks the same, in O(log n), for a head that is known to be the log's.
 *
 * @throws EctError `ECT_LEDGER_ROLLED_BACK` when the log had more entries; `ECT_LEDGER_DAMAGED` when they were others
 */
export async function checkKnownHead(known: TreeHead, tree: StoredTree, size: number): Promise<void> {
  if (known.size > size) throw new EctError('ECT_LEDGER_ROLLED_BACK')
  const { root } = await tree.head(known.size)
  if (!sameHash(root, known.root)) throw damaged('root')
}
