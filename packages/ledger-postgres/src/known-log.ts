import { EctError } from '@wimse-ect/claims'
import type { RightEdge, TreeHead } from '@wimse-ect/ledger'
import { checkKnownHead, damaged, StoredTree, type TreeStore } from '@wimse-ect/ledger/durable'

/**
 * What this process has seen of the log. A database that was put back to an earlier state while we are connected to it,
 * or replaced by a replica that had not kept up, is noticed before anything is written or signed on top of it
 * [LEDGER-TAMPER].
 */
export class KnownLog {
  /** The longest log that was seen. */
  #latest: TreeHead
  /**
   * The longest log that is known to contain all that was seen before. Others may have written between this and the
   * latest: that those went on from here is looked up before the log is signed, and not at every append.
   */
  #checked: TreeHead

  /** @param head of the log when it was opened and checked */
  constructor(head: TreeHead) {
    this.#latest = head
    this.#checked = head
  }

  /** How many entries there are at least. */
  get size(): number {
    return this.#latest.size
  }

  /**
   * Takes a head that this process has made durable.
   *
   * @param before what it was added to
   */
  grown(before: TreeHead, head: TreeHead): void {
    if (isSame(this.#checked, before)) this.#checked = head
    if (this.#latest.size < head.size) this.#latest = head
  }

  /**
   * Compares the present end of the log, while it is locked, with what is known. Costs no query.
   *
   * @throws EctError `ECT_LEDGER_ROLLED_BACK`, `ECT_LEDGER_DAMAGED`
   */
  checkEnd(edge: RightEdge): void {
    checkEndAgainst(this.#latest, edge)
  }

  /**
   * Checks in O(log n) that the log, while it is locked, still begins with what is known.
   *
   * @throws EctError `ECT_LEDGER_ROLLED_BACK`, `ECT_LEDGER_DAMAGED`
   */
  async checkBeginning(edge: RightEdge, store: TreeStore): Promise<void> {
    await checkContains([this.#latest, this.#checked], edge, store)
  }

  /**
   * The head of the log as it is now, to be signed.
   *
   * @throws EctError `ECT_LEDGER_ROLLED_BACK`, `ECT_LEDGER_DAMAGED`
   */
  async presentHead(read: () => Promise<RightEdge>, store: TreeStore): Promise<TreeHead> {
    // What is committed while the row is on its way may be longer than what the row says.
    const seen = [this.#latest, this.#checked]
    const edge = await read()
    const head = edge.head()
    await checkContains([...seen, head], edge, store)
    if (this.#checked.size < head.size) this.#checked = head
    if (this.#latest.size < head.size) this.#latest = head
    return head
  }
}

async function checkContains(heads: readonly TreeHead[], edge: RightEdge, store: TreeStore): Promise<void> {
  for (const head of heads) checkEndAgainst(head, edge)
  // Two of one size are the same: both are the end, or one was added to the other.
  const distinct = new Map(heads.map((head) => [head.size, head]))
  for (const head of distinct.values()) await checkKnownHead(head, new StoredTree(store), edge.size)
}

function checkEndAgainst(known: TreeHead, edge: RightEdge): void {
  if (known.size > edge.size) throw new EctError('ECT_LEDGER_ROLLED_BACK')
  if (known.size === edge.size && !isSame(known, edge.head())) throw damaged('root')
}

function isSame(one: TreeHead, other: TreeHead): boolean {
  return one.size === other.size && Buffer.compare(one.root, other.root) === 0
}
