import { type Hash, leafHash, proveConsistency, RightEdge, signCheckpoint } from '@wimse-ect/ledger'
import type { NoteSigner, TransparencyLog } from 'wimse-ect'
import { expectDefined } from './surprise.ts'

/** A log of any tokens in any order, signed with the key of another: what an operator can make who has that key. */
export function forgeLog(
  tokens: readonly string[],
  signer: NoteSigner,
): Pick<TransparencyLog, 'checkpoint' | 'consistencyProof'> {
  const edge = new RightEdge()
  const nodes = new Map<string, Hash>()
  for (const token of tokens) {
    for (const { level, index, hash } of edge.append(leafHash(token))) nodes.set(`${level}/${index}`, hash)
  }
  return {
    checkpoint: () => signCheckpoint(edge.head(), signer),
    consistencyProof: (from, to) =>
      proveConsistency(from, to, async (wanted) =>
        wanted.map(({ level, index }) => expectDefined('node', nodes.get(`${level}/${index}`))),
      ),
  }
}
