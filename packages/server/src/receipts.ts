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

/**
 * Receipts of entries, all with one checkpoint: one signature for a whole answer, and each tile and node is read once,
 * however many of the proofs need it.
 *
 * @param ledger has a log key
 * @throws EctError `ECT_LEDGER_UNAVAILABLE`, `ECT_SIGNATURE_SIGNER`, `ECT_LEDGER_DAMAGED`
 */
export async function receiptsOf(entries: readonly LedgerEntry[], ledger: Ledger): Promise<readonly string[]> {
  if (entries.length === 0) return []
  const checkpoint = await ledger.checkpoint()
  const { size } = parseCheckpoint(checkpoint)
  const readNodes = rememberNodes(nodesFromTiles(rememberTiles(ledger), size))
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

function rememberNodes(readNodes: ReadNodes): ReadNodes {
  const known = new Map<string, Hash>()
  const keyOf = ({ level, index }: TreeNode): string => `${level}/${index}`
  return async (nodes) => {
    const unknown = nodes.filter((node) => !known.has(keyOf(node)))
    const hashes = unknown.length === 0 ? [] : await readNodes(unknown)
    for (const [at, node] of unknown.entries()) {
      const hash = hashes[at]
      if (hash !== undefined) known.set(keyOf(node), hash)
    }
    return nodes.flatMap((node) => known.get(keyOf(node)) ?? [])
  }
}
