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

  /** Takes a head that is durable. */
  advance(head: TreeHead): void {
    if (this.#head === undefined || this.#head.size <= head.size) this.#head = head
  }

  /**
   * Compares the present end of the log with what is known. Costs no query.
   *
   * @throws EctError `ECT_LEDGER_ROLLED_BACK`, `ECT_LEDGER_DAMAGED`
   */
  checkEnd(edge: RightEdge): void {
    const known = this.#head
    if (known === undefined || known.size < edge.size) return
    if (known.size > edge.size) throw new EctError('ECT_LEDGER_ROLLED_BACK')
    if (Buffer.compare(known.root, edge.head().root) !== 0) throw damaged('root')
  }

  /**
   * Checks in O(log n) that the log still begins with what is known.
   *
   * @throws EctError `ECT_LEDGER_ROLLED_BACK`, `ECT_LEDGER_DAMAGED`
   */
  async checkBeginning(edge: RightEdge, store: TreeStore): Promise<void> {
    this.checkEnd(edge)
    if (this.#head !== undefined) await checkKnownHead(this.#head, new StoredTree(store), edge.size)
  }
}
