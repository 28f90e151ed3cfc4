import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { naiveConsistency, naiveInclusion, naiveRoot } from '../../contract/merkle-oracle.ts'
import { codeOf, codeOfCheck } from '../../contract/refusal.ts'
import { checkConsistency, proveConsistency } from '../../src/merkle/consistency-proof.ts'
import { checkInclusion, proveInclusion } from '../../src/merkle/inclusion-proof.ts'
import { nodesOf, type ReadNodes } from '../../src/merkle/leaf-range.ts'
import { RightEdge } from '../../src/merkle/right-edge.ts'
import { type Hash, leafHash } from '../../src/merkle/tree-hash.ts'
import { readTreeHead, type TreeHead } from '../../src/merkle/tree-head.ts'
import { step } from '../step.ts'
import { acceptsConsistency, acceptsInclusion } from './rfc9162.ts'
import { entries, entry, fromBase64, fromHex, hex, treeOf } from './trees.ts'

const largest = 600
/** Small trees are all tried, whatever the step. */
const stepAt = (size: number): number => (size < 20 ? 1 : step)
const tree = treeOf(largest)
const all = entries(largest)
const roots = [...Array(largest + 1).keys()].map((size) => naiveRoot(all.slice(0, size)))
const headAt = (size: number): TreeHead => ({ size, root: roots[size] ?? new Uint8Array() })

/** Whether a check passes; any other exception than an EctError goes on. */
function passes(check: () => void): boolean {
  return codeOfCheck(check) === 'accepted'
}

/** The sizes and indexes that are worth a try in a tree: its ends, around powers of two, and some between. */
function sampled(size: number): number[] {
  const near = [0, 1, 2, 3, 7, 8, 9, 127, 128, 255, 256, 257, 511, 512, 513, size >> 1, size - 2, size - 1]
  return [...new Set(near)].filter((number) => number >= 0 && number < size)
}

describe('the root', () => {
  it('[PROOF-MERKLE] of every size up to 600 is the one of the naive tree, while it grows and afterwards', async () => {
    const edge = new RightEdge()
    for (const [size, root] of roots.entries()) {
      expect(edge.head()).toEqual({ size, root })
      expect(await readTreeHead(size, tree.readNodes)).toEqual({ size, root })
      edge.append(leafHash(entry(size)))
    }
  })

  it.each([
    [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
    [2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
    [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
    [4, 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
    [5, '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
    [6, '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'],
    [7, 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
    [8, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
  ])('[PROOF-MERKLE] of the first %d shared test leaves of RFC 6962 implementations', (size, expected) => {
    const edge = new RightEdge()
    for (const leaf of sharedLeaves.slice(0, size)) edge.append(leafHash(leaf))
    expect(hex(edge.head().root)).toBe(expected)
  })
})

const sharedLeaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map(fromHex)

describe('the right edge', () => {
  it('[PROOF-MERKLE] opened again from its nodes it grows on as before, at every size', async () => {
    for (let size = 0; size < 300; size++) {
      const nodes = nodesOf({ begin: 0, end: size })
      const edge = new RightEdge(size, await tree.readNodes(nodes))
      expect(edge.head()).toEqual(headAt(size))
      edge.append(leafHash(entry(size)))
      expect(edge.head()).toEqual(headAt(size + 1))
    }
  })

  it('[PROOF-MERKLE] says which nodes a leaf completes', () => {
    const edge = new RightEdge()
    const completed = all
      .slice(0, 8)
      .map((each) => edge.append(leafHash(each)).map(({ level, index }) => [level, index]))
    expect(completed.at(0)).toEqual([[0, 0]])
    expect(completed.at(5)).toEqual([
      [0, 5],
      [1, 2],
    ])
    expect(completed.at(7)).toEqual([
      [0, 7],
      [1, 3],
      [2, 1],
      [3, 0],
    ])
  })

  it('[PROOF-MERKLE] a copy grows on its own', () => {
    const edge = new RightEdge()
    edge.append(leafHash(entry(0)))
    edge.copy().append(leafHash(entry(1)))
    expect(edge.head()).toEqual(headAt(1))
  })

  it.each([
    [-1, 0],
    [0.5, 0],
    [3, 1],
    [3, 3],
    [0, 1],
  ])('[PROOF-MERKLE] of size %d does not have %d hashes', (size, count) => {
    expect(() => new RightEdge(size, Array<Hash>(count).fill(leafHash('')))).toThrow(TypeError)
  })

  it('[PROOF-MERKLE] a range is made up of as few complete subtrees as there are, from the left', () => {
    expect(nodesOf({ begin: 0, end: 13 })).toEqual([
      { level: 3, index: 0 },
      { level: 2, index: 2 },
      { level: 0, index: 12 },
    ])
    expect(nodesOf({ begin: 8, end: 16 })).toEqual([{ level: 3, index: 1 }])
    expect(nodesOf({ begin: 0, end: 0 })).toEqual([])
    expect(nodesOf({ begin: 0, end: 2 ** 53 - 1 })).toHaveLength(53)
  })
})

describe('inclusion', () => {
  it('[PROOF-INCLUSION] every leaf of every size up to 80, and samples up to 600, as the naive tree proves it', async () => {
    for (let size = 1; size <= largest; size += size < 300 ? stepAt(size) : 13) {
      const log = all.slice(0, size)
      for (const index of size <= 80 ? log.keys() : sampled(size)) {
        const proof = await proveInclusion(index, size, tree.readNodes)
        expect(proof).toEqual(naiveInclusion(index, log))
        const leaf = leafHash(entry(index))
        expect(passes(() => checkInclusion(proof, leaf, index, headAt(size)))).toBe(true)
        expect(acceptsInclusion(proof, leaf, index, size, headAt(size).root)).toBe(true)
      }
    }
  })

  it('[PROOF-INCLUSION] a leaf or a hash of another length is none', async () => {
    const [first = new Uint8Array(), ...rest] = await proveInclusion(5, 8, tree.readNodes)
    const leaf = leafHash(entry(5))
    const judge = (given: readonly Hash[], of: Hash): string =>
      codeOfCheck(() => checkInclusion(given, of, 5, headAt(8)))
    expect(judge([first, ...rest], leaf)).toBe('accepted')
    for (const length of [0, 31, 33]) {
      const other = new Uint8Array(length)
      expect(judge([other, ...rest], leaf)).toBe('ECT_PROOF_INCLUSION')
      expect(judge([first, ...rest.slice(0, -1), other], leaf)).toBe('ECT_PROOF_INCLUSION')
      expect(judge([first, ...rest], other)).toBe('ECT_PROOF_INCLUSION')
    }
  })

  it('[PROOF-INCLUSION] leaf 5 of the 8 shared test leaves', () => {
    const proof = [
      'vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=',
      'yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=',
      '037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=',
    ].map(fromBase64)
    const head = { size: 8, root: fromBase64('XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=') }
    const leaf = fromBase64('QnGia+DYqE8L1UyMMC58s6O10fpngKQLzOKHNHfatlg=')
    expect(leafHash(sharedLeaves[5] ?? '')).toEqual(leaf)
    expect(passes(() => checkInclusion(proof, leaf, 5, head))).toBe(true)
  })

  it('[PROOF-INCLUSION] at another place, in another size or under another root it proves nothing', async () => {
    for (const size of [1, 2, 3, 4, 5, 7, 8, 9, 16, 21]) {
      for (let index = 0; index < size; index++) {
        const proof = await proveInclusion(index, size, tree.readNodes)
        const leaf = leafHash(entry(index))
        const judge = (at: number, head: TreeHead): string => codeOfCheck(() => checkInclusion(proof, leaf, at, head))
        for (let at = 0; at <= size; at++) {
          expect(judge(at, headAt(size))).toBe(at === index ? 'accepted' : 'ECT_PROOF_INCLUSION')
        }
        for (const other of [0, size - 1, size + 1]) expect(judge(index, headAt(other))).toBe('ECT_PROOF_INCLUSION')
        for (const at of [-1, index + 0.5, Number.NaN, 2 ** 53])
          expect(judge(at, headAt(size))).toBe('ECT_PROOF_INCLUSION')
        expect(judge(index, { size, root: headAt(size).root.slice(1) })).toBe('ECT_PROOF_INCLUSION')
      }
    }
  })

  it('[PROOF-INCLUSION] whatever is done to a proof, we judge as RFC 9162 does', () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 70 }),
      fc.nat(70),
      fc.nat(70),
      mutation,
      async (size, any, at, change) => {
        const index = any % size
        const proof = change(await proveInclusion(index, size, tree.readNodes))
        const leaf = leafHash(entry(index))
        const ours = passes(() => checkInclusion(proof, leaf, at, headAt(size)))
        expect(ours).toBe(acceptsInclusion(proof, leaf, at, size, headAt(size).root))
      },
    )
    return fc.assert(property, { numRuns: 2000 })
  })

  it.each([
    [0, 0],
    [3, 3],
    [-1, 3],
    [0.5, 3],
    [0, Number.NaN],
  ])('[PROOF-INCLUSION] there is none of entry %d in a tree of %d', async (index, size) => {
    expect(await codeOf(proveInclusion(index, size, tree.readNodes))).toBe('ECT_PROOF_RANGE')
  })
})

describe('consistency', () => {
  it('[PROOF-CONSISTENCY] all pairs of sizes up to 70, and samples up to 600, as the naive tree proves them', async () => {
    for (let to = 1; to <= largest; to += to < 300 ? stepAt(to) : 17) {
      const log = all.slice(0, to)
      for (const from of to <= 70 ? [...log.keys(), to] : sampled(to)) {
        const proof = await proveConsistency(from, to, tree.readNodes)
        expect(proof).toEqual(from === 0 ? [] : naiveConsistency(from, log))
        expect(passes(() => checkConsistency(proof, headAt(from), headAt(to)))).toBe(true)
        if (from > 0) expect(acceptsConsistency(proof, from, headAt(from).root, to, headAt(to).root)).toBe(true)
      }
    }
  })

  it('[PROOF-CONSISTENCY] of the sizes 6 and 8 of the shared test leaves', () => {
    const proof = [
      'DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=',
      'yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=',
      '037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=',
    ].map(fromBase64)
    const six = { size: 6, root: fromBase64('duZ9rbzfHhDht03cYIq9L5jfsW+851J3tSMqEn8gh+8=') }
    const eight = { size: 8, root: fromBase64('XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=') }
    expect(passes(() => checkConsistency(proof, six, eight))).toBe(true)
    expect(codeOfCheck(() => checkConsistency(proof, eight, six))).toBe('ECT_PROOF_CONSISTENCY')
  })

  it('[LEDGER-TAMPER] a log that changed, removed or reordered an entry cannot prove that it only grew', async () => {
    const rewritten = [
      all.slice(0, 20).with(3, entry(999)),
      all.slice(0, 20).toSpliced(3, 1),
      all.slice(0, 20).with(3, entry(4)).with(4, entry(3)),
      all.slice(0, 20).toSpliced(3, 0, entry(999)),
    ]
    for (const log of rewritten) {
      const proof = naiveConsistency(11, log)
      const later = { size: log.length, root: naiveRoot(log) }
      expect(codeOfCheck(() => checkConsistency(proof, headAt(11), later))).toBe('ECT_PROOF_CONSISTENCY')
    }
  })

  it('[PROOF-CONSISTENCY] whatever is done to a proof or its sizes, we judge as RFC 9162 does', () => {
    const sizes = fc.integer({ min: 1, max: 70 })
    const property = fc.asyncProperty(sizes, sizes, sizes, mutation, async (one, other, claimed, change) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other)]
      const proof = change(await proveConsistency(from, to, tree.readNodes))
      const earlier = { ...headAt(from), size: claimed }
      const ours = passes(() => checkConsistency(proof, earlier, headAt(to)))
      expect(ours).toBe(claimed <= to && acceptsConsistency(proof, claimed, earlier.root, to, headAt(to).root))
    })
    return fc.assert(property, { numRuns: 2000 })
  })

  it('[PROOF-CONSISTENCY] every tree begins with the empty one, whose root is the hash of nothing', () => {
    expect(passes(() => checkConsistency([], headAt(0), headAt(9)))).toBe(true)
    expect(passes(() => checkConsistency([], headAt(0), headAt(0)))).toBe(true)
    for (const [proof, earlier, later] of [
      [[], { size: 0, root: headAt(1).root }, headAt(9)],
      [[headAt(9).root], headAt(0), headAt(9)],
      [[], headAt(0), { size: 0, root: headAt(1).root }],
      [[], headAt(9), { size: 9, root: headAt(8).root }],
      [[], headAt(9), headAt(0)],
      [[], { size: 4, root: new Uint8Array(31) }, headAt(5)],
      [[headAt(1).root], { size: 4, root: new Uint8Array(31) }, headAt(5)],
      [[], { size: -1, root: headAt(0).root }, headAt(5)],
    ] as const) {
      expect(codeOfCheck(() => checkConsistency(proof, earlier, later))).toBe('ECT_PROOF_CONSISTENCY')
    }
  })

  it.each([
    [4, 3],
    [-1, 3],
    [0.5, 3],
    [0, Number.NaN],
  ])('[PROOF-CONSISTENCY] there is none from %d to %d', async (from, to) => {
    expect(await codeOf(proveConsistency(from, to, tree.readNodes))).toBe('ECT_PROOF_RANGE')
  })
})

describe('the reader behind a proof', () => {
  it('[PROOF-INCLUSION] is asked once, for no more nodes than the tree is high, twice at most', async () => {
    const asked: number[] = []
    const counting: ReadNodes = (nodes) => {
      asked.push(nodes.length)
      return Promise.resolve(nodes.map(() => leafHash('')))
    }
    const size = 2 ** 53 - 1
    await proveInclusion(12_345, size, counting)
    await proveConsistency(2 ** 52 + 12_345, size, counting)
    await readTreeHead(size, counting)
    expect(asked).toHaveLength(3)
    expect(Math.max(...asked)).toBeLessThanOrEqual(2 * 53)
  })

  it('[LEDGER-TAMPER] one that gives fewer or more hashes than asked for has lost some', async () => {
    const short: ReadNodes = async (nodes) => nodes.slice(1).map(() => leafHash(''))
    const long: ReadNodes = async (nodes) => [leafHash(''), ...nodes.map(() => leafHash(''))]
    expect(await codeOf(proveInclusion(0, 9, short))).toBe('ECT_LEDGER_DAMAGED')
    expect(await codeOf(readTreeHead(9, long))).toBe('ECT_LEDGER_DAMAGED')
  })

  it('[PROOF-INCLUSION] a tree has no nodes beyond its size', async () => {
    expect(await codeOf(readTreeHead(largest + 1, tree.readNodes))).toBe('ECT_PROOF_RANGE')
  })
})

/** Something done to the hashes of a proof; often nothing. */
const mutation = fc.oneof(
  fc.constant((proof: readonly Hash[]) => proof),
  fc.nat(80).map((at) => (proof: readonly Hash[]) => proof.toSpliced(at % (proof.length + 1), 1)),
  fc.nat(80).map((at) => (proof: readonly Hash[]) => proof.toSpliced(at % (proof.length + 1), 0, leafHash(entry(at)))),
  fc.nat(80).map((at) => (proof: readonly Hash[]) => {
    const place = at % Math.max(proof.length, 1)
    return proof.map((hash, index) => (index === place ? hash.with(at % 32, (hash[at % 32] ?? 0) ^ 1) : hash))
  }),
  fc.constant((proof: readonly Hash[]) => proof.toReversed()),
)
