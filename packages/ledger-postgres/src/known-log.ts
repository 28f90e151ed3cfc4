import { EctError } from '@wimse-ect/claims'
import type { RightEdge, TreeHead } from '@wimse-ect/ledger'
import { checkKnownHead, StoredTree, type TreeStore } from '@wimse-ect/ledger/durable'
import { damaged } from './postgres-errors.ts'

/**
 * The longest log that this process has seen. A database that was put back to an earlier state while we are connected to it,
 * or replaced by a replica that had not kept up, is noticed before anything is written or signed on top of it
 * [LEDGER-TAMPER].
 */
export class KnownLog {
  #head: TreeHead | undefined

  /**
   * Its head. What is read from the database is compared with the head that was known before it was read: this process may
   * append meanwhile.
   */
  get head(): TreeHead | undefined {
    return this.#head
  }

  /** Takes a head that is durable. */
  advance(head: TreeHead): void {
    if (this.#head === undefined || this.#head.size <= head.size) this.#head = head
  }
}

/**
 * Compares the end of the log with a head that was known. Costs no query.
 *
 * @throws EctError `ECT_LEDGER_ROLLED_BACK`, `ECT_LEDGER_DAMAGED`
 */
export function checkEnd(edge: RightEdge, known: TreeHead | undefined): void {
  if (known === undefined || known.size < edge.size) return
  if (known.size > edge.size) throw new EctError('ECT_LEDGER_ROLLED_BACK')
  if (Buffer.compare(known.root, edge.head().root) !== 0) throw damaged('root')
}

/**
 * Checks in O(log n) that the log still begins with what was known.
 *
 * @throws EctError `ECT_LEDGER_ROLLED_BACK`, `ECT_LEDGER_DAMAGED`
 */
export async function checkBeginning(edge: RightEdge, known: TreeHead | undefined, store: TreeStore): Promise<void> {
  checkEnd(edge, known)
  if (known !== undefined) await checkKnownHead(known, new StoredTree(store), edge.size)
}
