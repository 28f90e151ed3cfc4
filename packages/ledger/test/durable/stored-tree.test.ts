import { describe, expect, it } from 'vitest'
import { logKey, signer, stranger } from '../../contract/archive-changes.ts'
import { codeOf, refusalOf } from '../../contract/refusal.ts'
import { signCheckpoint } from '../../src/checkpoint/checkpoint.ts'
import { noteSigner } from '../../src/checkpoint/note-signer.ts'
import { checkKnownCheckpoints, checkKnownHead } from '../../src/durable/known-head.ts'
import type { TreeStore } from '../../src/durable/ledger-store.ts'
import { newHashesOf } from '../../src/durable/new-hashes.ts'
import { StoredTree } from '../../src/durable/stored-tree.ts'
import { type HashedNode, RightEdge } from '../../src/merkle/right-edge.ts'
import { leafHash } from '../../src/merkle/tree-hash.ts'
import { decodeEntryBundle } from '../../src/tiles/entry-bundle.ts'

/** A tree of the entries `entry 0`, `entry 1` and so on; a test may change what is stored. */
class Stored implements TreeStore {
  readonly edge = new RightEdge()
  readonly tiles = new Map<string, Uint8Array>()
  entries: string[]

  constructor(size: number) {
    this.entries = Array.from({ length: size }, (_, at) => `entry ${at}`)
    const nodes: HashedNode[] = this.entries.flatMap((entry) => this.edge.append(leafHash(entry)))
    for (const { level, index, hashes } of newHashesOf(nodes)) this.tiles.set(`${level} ${index}`, hashes)
  }

  size(): number {
    return this.entries.length
  }

  tokens(from: number, to: number): readonly string[] {
    return this.entries.slice(from, to)
  }

  tile(level: number, index: number): Uint8Array | undefined {
    return this.tiles.get(`${level} ${index}`)
  }
}

const sizes = [0, 1, 2, 3, 255, 256, 257, 511, 512, 513]

/** What the check of the end says: where it is damaged. */
async function endOf(stored: Stored, size: number = stored.size()): Promise<string | undefined> {
  const refusal = await refusalOf(new StoredTree(stored).checkEnd(size))
  if (refusal === 'accepted') return refusal
  expect(refusal.code).toBe('ECT_LEDGER_DAMAGED')
  return refusal.path
}

describe('a tree in a database', () => {
  it.each(sizes)(
    '[PROOF-MERKLE] of %d entries has the head of the tree in memory, at every size before too',
    async (size) => {
      const tree = new StoredTree(new Stored(size))
      for (const each of sizes.filter((other) => other <= size)) {
        expect(await tree.head(each)).toEqual(new Stored(each).edge.head())
      }
    },
  )

  it.each(sizes)('[PROOF-MERKLE] of %d entries goes on growing as the tree in memory', async (size) => {
    const stored = new Stored(size)
    const edge = await new StoredTree(stored).edge(size)
    expect(edge.size).toBe(size)
    for (let at = 0; at < 3; at++) expect(edge.append(leafHash('more'))).toEqual(stored.edge.append(leafHash('more')))
    expect(edge.head()).toEqual(stored.edge.head())
  })

  it('[LEDGER-TILES] gives tiles and bundles as far as it has them, and their beginnings', async () => {
    const stored = new Stored(257)
    const tree = new StoredTree(stored)
    const full = stored.tile(0, 0) ?? new Uint8Array()
    expect(await tree.tile({ level: 0, index: 0, width: 256 })).toEqual(full)
    expect(await tree.tile({ level: 0, index: 0, width: 7 })).toEqual(full.slice(0, 7 * 32))
    expect(await tree.tile({ level: 0, index: 1, width: 1 })).toEqual(leafHash('entry 256'))
    expect(await tree.tile({ level: 0, index: 1, width: 2 })).toBeUndefined()
    expect(await tree.tile({ level: 0, index: 2, width: 1 })).toBeUndefined()
    expect(await tree.tile({ level: 0, index: 0, width: 257 })).toBeUndefined()
    expect(await tree.tile({ level: -1, index: 0, width: 1 })).toBeUndefined()
  })

  it('[LEDGER-TILES] and bundles of entries', async () => {
    const tree = new StoredTree(new Stored(258))
    const bundle = async (index: number, width: number): Promise<readonly string[] | undefined> => {
      const bytes = await tree.tile({ level: 'entries', index, width })
      return bytes && decodeEntryBundle(bytes, width).map((entry) => Buffer.from(entry).toString())
    }
    expect((await bundle(0, 256))?.at(-1)).toBe('entry 255')
    expect(await bundle(1, 2)).toEqual(['entry 256', 'entry 257'])
    expect(await bundle(1, 1)).toEqual(['entry 256'])
    expect(await bundle(1, 3)).toBeUndefined()
    expect(await bundle(2, 1)).toBeUndefined()
  })

  it('[LEDGER-TILES] who writes into a tile that was handed out changes nothing', async () => {
    const tree = new StoredTree(new Stored(1))
    const head = await tree.head(1)
    const tile = await tree.tile({ level: 0, index: 0, width: 1 })
    tile?.fill(0)
    expect(await tree.head(1)).toEqual(head)
  })

  it('[PROOF-INCLUSION] a size that the log has not is refused', async () => {
    const tree = new StoredTree(new Stored(3))
    expect(await tree.checkSize(3)).toBe(3)
    expect(await codeOf(tree.checkSize(4))).toBe('ECT_PROOF_RANGE')
  })
})

describe('the end of a log', () => {
  it.each(sizes)('[LEDGER-TAMPER] of %d entries is sound', async (size) => {
    expect(await endOf(new Stored(size))).toBe('accepted')
  })

  it.each([1, 2, 256, 257])(
    '[LEDGER-TAMPER] of %d entries, one less or one more than the tree has is damage',
    async (size) => {
      const [less, more] = [new Stored(size), new Stored(size)]
      less.entries.pop()
      more.entries.push('more')
      expect([await endOf(less), await endOf(more)]).toEqual(['tree', 'tree'])
    },
  )

  it('[LEDGER-TAMPER] a tree without entries is damage', async () => {
    const stored = new Stored(1)
    stored.entries = []
    expect(await endOf(stored)).toBe('tree')
  })

  it('[LEDGER-TAMPER] a tile behind the end is damage, also when it is empty', async () => {
    for (const [size, next] of [
      [0, 1],
      [3, 1],
      [256, 1],
      [257, 2],
    ] as const) {
      const stored = new Stored(size)
      stored.tiles.set(`0 ${next}`, new Uint8Array())
      expect(await endOf(stored)).toBe('tree')
    }
  })

  it('[LEDGER-TAMPER] another last token, or none, is damage', async () => {
    const [other, none] = [new Stored(257), new Stored(257)]
    other.entries[256] = 'other'
    none.entries.pop()
    expect([await endOf(other), await endOf(none, 257)]).toEqual(['entry 256', 'entry 256'])
  })

  it('[LEDGER-TAMPER] entries without any tree are damage', async () => {
    const stored = new Stored(2)
    stored.tiles.clear()
    expect(await endOf(stored)).toBe('tree')
  })
})

describe('what a log has signed for', () => {
  const check = (stored: Stored, ...notes: (string | undefined)[]): Promise<string> =>
    codeOf(checkKnownCheckpoints(notes, logKey, new StoredTree(stored), stored.size()))

  it('[LEDGER-TAMPER] it still has', async () => {
    const stored = new Stored(300)
    const notes = await Promise.all([0, 256, 300].map((size) => signCheckpoint(new Stored(size).edge.head(), signer)))
    expect(await check(stored, undefined, ...notes)).toBe('accepted')
  })

  it('[LEDGER-TAMPER] a log that was cut off, or put back, is rolled back', async () => {
    const note = await signCheckpoint(new Stored(300).edge.head(), signer)
    expect(await check(new Stored(299), undefined, note)).toBe('ECT_LEDGER_ROLLED_BACK')
    expect(await check(new Stored(0), note)).toBe('ECT_LEDGER_ROLLED_BACK')
  })

  it('[LEDGER-TAMPER] one with other entries is damaged', async () => {
    const note = await signCheckpoint({ size: 2, root: new Uint8Array(32) }, signer)
    expect(await check(new Stored(2), note)).toBe('ECT_LEDGER_DAMAGED')
    const tree = new StoredTree(new Stored(300))
    expect(await refusalOf(checkKnownHead({ size: 2, root: new Uint8Array(32) }, tree, 300))).toMatchObject({
      code: 'ECT_LEDGER_DAMAGED',
      path: 'root',
    })
    expect(await codeOf(checkKnownHead(new Stored(2).edge.head(), tree, 300))).toBe('accepted')
  })

  it('[CHECKPOINT-KEY-NAME] a note of somebody else is none of the log', async () => {
    const note = await signCheckpoint(new Stored(2).edge.head(), noteSigner(stranger.signerKey))
    expect(await check(new Stored(2), note)).toBe('ECT_CHECKPOINT_SIGNATURE')
  })

  it('a log without a key has signed nothing', async () => {
    const stored = new Stored(2)
    await expect(checkKnownCheckpoints(['x'], null, new StoredTree(stored), 2)).resolves.toBeUndefined()
  })
})
