import {
  type Hash,
  type Ledger,
  type LedgerEntry,
  makeReceipt,
  nodesFromTiles,
  parseCheckpoint,
  proveInclusion,
  type ReadNodes,
  type ReadTile,
  type TreeNode,
} from '@wimse-ect/ledger'

/** Nodes of a tree that are kept; when there are more it begins anew. */
const maxNodes = 4096

/**
 * Nodes by ledger: each is the root of leaves that are all there, so that it never changes. The next receipt needs most
 * of those of the last one, and each of them takes up to 255 hashes to make.
 */
const nodesOf = new WeakMap<Ledger, Map<string, Hash>>()

/**
 * Receipts of entries, all with one checkpoint: one signature for a whole answer, and each tile is read once, however
 * many of the proofs need it.
 *
 * @param ledger has a log key
 * @throws EctError `ECT_LEDGER_UNAVAILABLE`, `ECT_SIGNATURE_SIGNER`, `ECT_LEDGER_DAMAGED`
 */
export async function receiptsOf(entries: readonly LedgerEntry[], ledger: Ledger): Promise<readonly string[]> {
  if (entries.length === 0) return []
  const checkpoint = await ledger.checkpoint()
  const { size } = parseCheckpoint(checkpoint)
  const readNodes = rememberNodes(nodesFromTiles(rememberTiles(ledger), size), ledger)
  const receipts: string[] = []
  for (const { sequence, compact } of entries) {
    const proof = await proveInclusion(sequence, size, readNodes)
    receipts.push(makeReceipt({ token: compact, sequence, proof, checkpoint }))
  }
  return receipts
}

function rememberTiles(ledger: Ledger): ReadTile {
  const tiles = new Map<string, Promise<Uint8Array | undefined>>()
  return (path) => {
    const key = `${path.level}/${path.index}`
    const tile = tiles.get(key) ?? ledger.tile(path)
    tiles.set(key, tile)
    return tile
  }
}

function rememberNodes(readNodes: ReadNodes, ledger: Ledger): ReadNodes {
  const known = nodesOf.get(ledger) ?? new Map<string, Hash>()
  nodesOf.set(ledger, known)
  if (known.size > maxNodes) known.clear()
  const keyOf = ({ level, index }: TreeNode): string => `${level}/${index}`
  return async (nodes) => {
    // Looked up before anything is awaited: meanwhile another answer may begin anew.
    const found = nodes.map((node) => known.get(keyOf(node)))
    const unknown = nodes.filter((_, at) => found[at] === undefined)
    const read = (unknown.length === 0 ? [] : await readNodes(unknown)).values()
    return nodes.flatMap((node, at) => {
      const hash = found[at] ?? read.next().value
      if (hash === undefined) return []
      known.set(keyOf(node), hash)
      return hash
    })
  }
}
