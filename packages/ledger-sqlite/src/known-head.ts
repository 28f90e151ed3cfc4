import { EctError } from '@wimse-ect/claims'
import { checkCheckpoint } from '@wimse-ect/ledger'
import type { TreeReader } from './tree-reader.ts'

/**
 * Checks that the log still contains what it has signed for, in O(log n).
 *
 * @param note a checkpoint of this log
 * @param size number of entries
 * @throws EctError `ECT_CHECKPOINT_*` for a note that the log has not signed; `ECT_LEDGER_ROLLED_BACK` when it had more entries;
 * `ECT_LEDGER_DAMAGED` when they were others
 */
export async function checkKnownHead(note: string, logKey: string, tree: TreeReader, size: number): Promise<void> {
  const known = checkCheckpoint(note, { logKey })
  if (known.size > size) throw new EctError('ECT_LEDGER_ROLLED_BACK')
  const { root } = await tree.head(known.size)
  if (Buffer.compare(root, known.root) !== 0) throw new EctError('ECT_LEDGER_DAMAGED', { path: 'root' })
}
