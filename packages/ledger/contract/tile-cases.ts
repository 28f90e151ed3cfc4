import type { VerifiedEct } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import { parseCheckpoint } from '../src/checkpoint/checkpoint.ts'
import type { Ledger } from '../src/ledger.ts'
import { proveConsistency } from '../src/merkle/consistency-proof.ts'
import { proveInclusion } from '../src/merkle/inclusion-proof.ts'
import { leafHash } from '../src/merkle/tree-hash.ts'
import { readTreeHead } from '../src/merkle/tree-head.ts'
import { decodeEntryBundle } from '../src/tiles/entry-bundle.ts'
import { nodesFromTiles } from '../src/tiles/nodes-from-tiles.ts'
import { type TilePath, tileWidth } from '../src/tiles/tile-path.ts'
import { newTiles, tileAt } from '../src/tiles/tiles-of-log.ts'
import type { OnLedger } from './ledger-under-test.ts'
import { token } from './tokens.ts'

/** The bytes of every tile and bundle of the log at some size. */
async function allTiles(ledger: Ledger, size: number): Promise<Map<TilePath, Uint8Array | undefined>> {
  const tiles = new Map<TilePath, Uint8Array | undefined>()
  for (const path of newTiles(0, size)) tiles.set(path, await ledger.tile(path))
  return tiles
}

async function bundledTokens(ledger: Ledger, size: number): Promise<string[]> {
  const tokens: string[] = []
  for (let index = 0; index * tileWidth < size; index++) {
    const path = tileAt('entries', index, size)
    const bundle = path && (await ledger.tile(path))
    const entries = path && bundle ? decodeEntryBundle(bundle, path.width) : []
    tokens.push(...entries.map((entry) => new TextDecoder().decode(entry)))
  }
  return tokens
}

/** The tlog-tiles layout. */
export function describeTiles(onLedger: OnLedger): void {
  describe('tiles', () => {
    it.each([255, 256, 257])('[LEDGER-TILES] of a log of %d hold its tokens and prove all of it', (size) =>
      onLedger(async (ledger) => {
        const tokens = Array.from({ length: size }, (): VerifiedEct => token())
        await ledger.appendMany(tokens, admit)
        const compacts = tokens.map(({ compact }) => compact)
        expect(await bundledTokens(ledger, size)).toEqual(compacts)
        const lowest = await ledger.tile({ level: 0, index: 0, width: 255 })
        expect(lowest).toEqual(Uint8Array.from(compacts.slice(0, 255).flatMap((each) => [...leafHash(each)])))

        const nodes = nodesFromTiles((path) => ledger.tile(path), size)
        const { root } = parseCheckpoint(await ledger.checkpoint())
        expect(await readTreeHead(size, nodes)).toEqual({ size, root })
        for (const at of [0, 1, 128, 254, size - 1]) {
          expect(await proveInclusion(at, size, nodes)).toEqual(await ledger.inclusionProof(at, size))
          expect(await proveConsistency(at, size, nodes)).toEqual(await ledger.consistencyProof(at, size))
        }
      }),
    )

    it('[LEDGER-TILES] what they hold never changes while the log grows', () =>
      onLedger(async (ledger) => {
        const add = (count: number) =>
          ledger.appendMany(
            Array.from({ length: count }, (): VerifiedEct => token()),
            admit,
          )
        await add(250)
        const before = await allTiles(ledger, 250)
        await add(10)
        for (const [path, bytes] of before) expect(await ledger.tile(path)).toEqual(bytes)
        expect(before.size).toBe(2)
        expect((await allTiles(ledger, 260)).size).toBe(5)
      }))

    it('[LEDGER-TILES] the log has no tile that is wider than it, and none that no log has', () =>
      onLedger(async (ledger) => {
        expect(await ledger.tile({ level: 0, index: 0, width: 1 })).toBeUndefined()
        expect(await ledger.tile({ level: 'entries', index: 0, width: 1 })).toBeUndefined()
        await ledger.appendMany([token(), token(), token()], admit)
        expect(await ledger.tile({ level: 0, index: 0, width: 3 })).toHaveLength(96)
        for (const path of [
          { level: 0, index: 0, width: 4 },
          { level: 0, index: 0, width: 256 },
          { level: 0, index: 1, width: 1 },
          { level: 1, index: 0, width: 1 },
          { level: 63, index: 0, width: 1 },
          { level: 'entries', index: 0, width: 4 },
          { level: 'entries', index: 0, width: 256 },
          { level: 'entries', index: 1, width: 1 },
          { level: -1, index: 0, width: 1 },
          { level: 0, index: -1, width: 1 },
          { level: 0, index: 0, width: 0 },
          { level: 0, index: 0, width: -1 },
          { level: 0, index: 0.5, width: 1 },
          { level: 'entries', index: -1, width: 1 },
          { level: 'entries', index: 0, width: 0 },
        ] as const) {
          expect(await ledger.tile(path)).toBeUndefined()
        }
      }))

    it('[LEDGER-APPEND-ONLY] who changes the bytes of a tile or a proof changes a copy', () =>
      onLedger(async (ledger) => {
        await ledger.appendMany([token(), token(), token()], admit)
        const before = await ledger.checkpoint()
        const path = { level: 0, index: 0, width: 3 }
        const tile = await ledger.tile(path)
        const copy = tile?.slice()
        tile?.fill(0)
        for (const hash of await ledger.inclusionProof(0, 3)) hash.fill(0)
        expect(await ledger.tile(path)).toEqual(copy)
        expect(await ledger.inclusionProof(1, 3)).toEqual([copy?.slice(0, 32), copy?.slice(64)])
        expect(await ledger.checkpoint()).toBe(before)
      }))
  })
}
