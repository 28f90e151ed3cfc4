import type { TilePath } from '@wimse-ect/ledger'
import { describe, expect, it } from 'vitest'
import { storeKinds } from './on-store.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const tile: TilePath = { level: 0, index: 0, width: 256 }
const partial: TilePath = { level: 0, index: 0, width: 5 }
const bundle: TilePath = { level: 'entries', index: 1_234_067, width: 1 }
const noTile: TilePath = { level: 0, index: 0, width: 257 }

describe.each(storeKinds)('$name', ({ on }) => {
  it('has nothing at first', () =>
    on(async (open) => {
      expect(await open().read(tile)).toBeUndefined()
      expect(await open().checkpoint()).toBeUndefined()
    }))

  it('[LEDGER-TILES] creates an object once; another one of that name is refused, whatever it holds', () =>
    on(async (open) => {
      for (const path of [tile, partial, bundle]) {
        expect(await open().create(path, bytes('one'))).toBe(true)
        expect(await open().create(path, bytes('two'))).toBe(false)
        expect(await open().create(path, bytes('one'))).toBe(false)
        expect(await open().read(path)).toEqual(bytes('one'))
      }
    }))

  it('of many that create one object at the same time, one succeeds', () =>
    on(async (open) => {
      const texts = Array.from({ length: 8 }, (_, at) => `by writer ${at}`)
      const results = await Promise.all(texts.map((text) => open().create(tile, bytes(text))))
      expect(results.filter((created) => created)).toHaveLength(1)
      expect(await open().read(tile)).toEqual(bytes(texts[results.indexOf(true)] ?? ''))
    }))

  it('swaps the checkpoint while the version is the present one, and not after', () =>
    on(async (open) => {
      const store = open()
      expect(await store.swapCheckpoint('one', undefined)).toBe(true)
      const one = await store.checkpoint()
      expect(one?.note).toBe('one')
      expect(await open().swapCheckpoint('other', undefined)).toBe(false)
      expect(await open().swapCheckpoint('two', one?.version)).toBe(true)
      const two = await open().checkpoint()
      expect(two?.note).toBe('two')
      expect(two?.version).not.toBe(one?.version)
      for (const stale of [undefined, one?.version, '"never"']) {
        expect(await store.swapCheckpoint('other', stale)).toBe(false)
      }
      expect(await store.swapCheckpoint('three', two?.version)).toBe(true)
      expect((await open().checkpoint())?.note).toBe('three')
    }))

  it('of many that swap one version at the same time, one succeeds', () =>
    on(async (open) => {
      let version: string | undefined
      for (let round = 0; round < 10; round++) {
        const notes = Array.from({ length: 6 }, (_, at) => `round ${round}, writer ${at}`)
        const results = await Promise.all(notes.map((note) => open().swapCheckpoint(note, version)))
        expect(results.filter((swapped) => swapped)).toHaveLength(1)
        const present = await open().checkpoint()
        expect(present?.note).toBe(notes[results.indexOf(true)])
        version = present?.version
      }
    }))

  it('removes the partial tiles at a place, and nothing else', () =>
    on(async (open) => {
      const store = open()
      const other: TilePath = { level: 0, index: 1, width: 5 }
      for (const path of [tile, partial, { ...partial, width: 200 }, other]) await store.create(path, bytes('x'))
      await store.removePartials(tile)
      await store.removePartials({ ...tile, index: 7 })
      expect(await store.read(partial)).toBeUndefined()
      expect(await store.read({ ...partial, width: 200 })).toBeUndefined()
      expect(await store.read(tile)).toEqual(bytes('x'))
      expect(await store.read(other)).toEqual(bytes('x'))
      await expect(store.removePartials(partial)).rejects.toBeInstanceOf(TypeError)
    }))

  it('partial tiles may be created by one publisher while another removes them', () =>
    on(async (open) => {
      for (let round = 1; round <= 40; round++) {
        const [one, other] = [open(), open()]
        const paths = [round, round + 41, round + 82].map((width) => ({ ...partial, width }))
        const creating = paths.map((path) => one.create(path, bytes('x')))
        await Promise.all([...creating, other.removePartials(tile), other.removePartials(tile)])
      }
      await open().removePartials(tile)
      expect(await open().read({ ...partial, width: 40 })).toBeUndefined()
    }))

  it('takes no path that no tile has', () =>
    on(async (open) => {
      const store = open()
      await expect(store.create(noTile, bytes('x'))).rejects.toBeInstanceOf(TypeError)
      await expect(store.read(noTile)).rejects.toBeInstanceOf(TypeError)
    }))
})
