/** Bare inclusion and consistency proofs. */
import type { TreeHead } from '../../cases.ts'
import { leaf, leaves, proofOf, rootAt, token } from '../log/the-log.ts'
import { base64, consistencyOf, type Hash, leafOf, rootOf, sha256 } from '../log/tree.ts'
import type { Draft, Topic } from '../number-cases.ts'
import { headAt, no, ok } from './draft.ts'

const inTree = ['PROOF-INCLUSION', 'PROOF-MERKLE']
const notInTree = ['PROOF-INCLUSION']

interface InclusionParts {
  readonly leaf?: Hash
  readonly head?: TreeHead
  readonly hashes?: readonly Hash[]
}

const inclusion = (index: number, size: number, parts: InclusionParts = {}) =>
  ({
    ask: 'inclusion',
    leaf: base64(parts.leaf ?? leaf(index)),
    index,
    head: parts.head ?? headAt(size),
    hashes: (parts.hashes ?? proofOf(index, size)).map(base64),
  }) as const

const isIn = (index: number, size: number, what: string): Draft<'proof'> =>
  ok(`entry ${index} of ${size}: ${what}`, inTree, inclusion(index, size), headAt(size))

const isNotIn = (comment: string, index: number, size: number, parts: InclusionParts): Draft<'proof'> =>
  no('ECT_PROOF_INCLUSION', comment, notInTree, inclusion(index, size, parts))

const six = proofOf(5, 13)
const flipped = (hash: Hash): Hash => hash.map((byte, at) => (at === 31 ? byte ^ 1 : byte))

export const inclusionTopic: Topic<'proof'> = {
  first: 7101,
  drafts: [
    isIn(0, 1, 'the only one, no hashes'),
    isIn(0, 2, 'left'),
    isIn(1, 2, 'right'),
    isIn(0, 3, 'the right subtree is a leaf'),
    isIn(2, 3, 'a leaf high up, one hash'),
    isIn(5, 8, 'in a full tree'),
    isIn(4, 6, 'in the smaller subtree'),
    isIn(6, 7, 'the last, odd'),
    isIn(7, 9, 'beside a single leaf'),
    isIn(8, 9, 'a single leaf beside eight'),
    isIn(0, 13, 'the first'),
    isIn(5, 13, 'in the middle'),
    isIn(12, 13, 'the last'),
    isNotIn('no hashes', 5, 13, { hashes: [] }),
    isNotIn('the first hash left out', 5, 13, { hashes: six.slice(1) }),
    isNotIn('the last hash left out', 5, 13, { hashes: six.slice(0, -1) }),
    isNotIn('a hash too many at the end', 5, 13, { hashes: [...six, rootAt(13)] }),
    isNotIn('a hash too many at the beginning', 5, 13, { hashes: [leaf(0), ...six] }),
    isNotIn('the root itself as proof of a tree of one', 0, 1, { hashes: [rootAt(1)] }),
    isNotIn('hashes from the root down', 5, 13, { hashes: six.toReversed() }),
    isNotIn('one bit of a hash changed', 5, 13, { hashes: six.with(2, flipped(six[2] ?? leaf(0))) }),
    isNotIn('a hash of 31 bytes', 5, 13, { hashes: six.with(1, leaf(0).slice(1)) }),
    isNotIn('a hash of 33 bytes', 5, 13, { hashes: six.with(1, Uint8Array.of(...leaf(0), 0)) }),
    isNotIn('another leaf', 5, 13, { leaf: leaf(4) }),
    isNotIn('a token that is not in the log', 5, 13, { leaf: leafOf(`${token(5)}A`) }),
    isNotIn('the token hashed without the prefix of leaves', 5, 13, { leaf: sha256(Buffer.from(token(5))) }),
    isNotIn('a node passed off as a leaf', 0, 2, { leaf: rootAt(2), hashes: [] }),
    isNotIn('the proof of the entry before', 5, 13, { hashes: proofOf(4, 13) }),
    isNotIn('the proof of the same entry in the tree before', 5, 13, { hashes: proofOf(5, 12) }),
    isNotIn('the root of the tree before', 5, 13, { head: headAt(13, rootAt(12)) }),
    isNotIn('the size of the tree before', 12, 13, { head: headAt(12, rootAt(13)) }),
    isNotIn('the size of a tree of another height', 5, 13, { head: headAt(17, rootAt(13)) }),
    isNotIn('an index that is the size', 13, 13, { leaf: leaf(12), hashes: proofOf(12, 13) }),
    isNotIn('an index far beyond the size', 2 ** 53 - 1, 13, { leaf: leaf(12), hashes: proofOf(12, 13) }),
    isNotIn('in the empty tree', 0, 0, { leaf: leaf(0), hashes: [] }),
  ],
}

const rules = ['PROOF-CONSISTENCY']

interface ConsistencyParts {
  readonly earlier?: TreeHead
  readonly later?: TreeHead
  readonly hashes?: readonly Hash[]
}

const made = (from: number, to: number): Hash[] => (from === 0 ? [] : consistencyOf(from, leaves.slice(0, to)))

const consistency = (from: number, to: number, parts: ConsistencyParts = {}) =>
  ({
    ask: 'consistency',
    earlier: parts.earlier ?? headAt(from),
    later: parts.later ?? headAt(to),
    hashes: (parts.hashes ?? made(from, to)).map(base64),
  }) as const

const grew = (from: number, to: number, what: string): Draft<'proof'> =>
  ok(`from ${from} to ${to}: ${what}`, rules, consistency(from, to), headAt(to))

const rewrote = (comment: string, from: number, to: number, parts: ConsistencyParts): Draft<'proof'> =>
  no('ECT_PROOF_CONSISTENCY', comment, [...rules, 'LEDGER-TAMPER'], consistency(from, to, parts), ['Attack'])

const broken = (comment: string, from: number, to: number, parts: ConsistencyParts): Draft<'proof'> =>
  no('ECT_PROOF_CONSISTENCY', comment, rules, consistency(from, to, parts))

const sixToThirteen = made(6, 13)
/** Other logs, each with the proof that it would give. */
const rewritten = (log: readonly Hash[]): ConsistencyParts => ({
  later: headAt(log.length, rootOf(log)),
  hashes: consistencyOf(6, log),
})

export const consistencyTopic: Topic<'proof'> = {
  first: 7201,
  drafts: [
    grew(0, 0, 'nothing yet'),
    grew(0, 13, 'every tree begins with the empty one'),
    grew(1, 1, 'not at all'),
    grew(13, 13, 'not at all'),
    grew(1, 2, 'one leaf'),
    grew(2, 3, 'a full tree and a leaf'),
    grew(4, 8, 'from a full tree to a full tree'),
    grew(6, 8, 'three hashes'),
    grew(3, 7, 'both ragged'),
    grew(8, 13, 'a full tree is taken over whole'),
    grew(6, 13, 'a ragged tree within the left half'),
    grew(12, 13, 'a ragged tree and a leaf'),
    rewrote('an old entry was changed', 6, 13, rewritten(leaves.with(2, leafOf('other')))),
    rewrote('an old entry was taken out', 6, 13, rewritten(leaves.toSpliced(2, 1))),
    rewrote('two old entries were swapped', 6, 13, rewritten(leaves.with(2, leaf(3)).with(3, leaf(2)))),
    rewrote('an entry was put in between old ones', 6, 13, rewritten(leaves.toSpliced(2, 0, leafOf('other')))),
    rewrote('two heads of one size', 13, 13, { later: headAt(13, rootAt(12)) }),
    rewrote('the log went back', 13, 6, { hashes: sixToThirteen }),
    rewrote('the empty tree has another root', 0, 13, { earlier: headAt(0, rootAt(1)) }),
    broken('hashes although the earlier tree is empty', 0, 13, { hashes: [rootAt(13)] }),
    broken('hashes although both heads are the same', 13, 13, { hashes: [rootAt(13)] }),
    broken('no hashes', 6, 13, { hashes: [] }),
    broken('the first hash left out', 6, 13, { hashes: sixToThirteen.slice(1) }),
    broken('the last hash left out', 6, 13, { hashes: sixToThirteen.slice(0, -1) }),
    broken('a hash too many', 6, 13, { hashes: [...sixToThirteen, rootAt(13)] }),
    broken('the root of a full tree repeated', 8, 13, { hashes: [rootAt(8), ...made(8, 13)] }),
    broken('hashes from the root down', 6, 13, { hashes: sixToThirteen.toReversed() }),
    broken('one bit of a hash changed', 6, 13, { hashes: sixToThirteen.map(flipped) }),
    broken('a hash of 31 bytes', 6, 13, { hashes: sixToThirteen.with(1, leaf(0).slice(1)) }),
    broken('the earlier size is another one', 6, 13, { earlier: headAt(7, rootAt(6)) }),
    broken('a later size that demands fewer hashes', 6, 13, { later: headAt(8, rootAt(13)) }),
    broken('the roots changed places', 6, 13, { earlier: headAt(6, rootAt(13)), later: headAt(13, rootAt(6)) }),
    broken('the earlier root has 31 bytes', 4, 5, { earlier: headAt(4, rootAt(4).slice(1)) }),
  ],
}
