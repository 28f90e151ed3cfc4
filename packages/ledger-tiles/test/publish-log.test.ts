import { decodeEntryBundle, generateNoteKey, noteSigner, parseCheckpoint, type TilePath } from '@wimse-ect/ledger'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../../ledger/contract/refusal.ts'
import { openPublishedLog, type PublishableLog, publishLog, type TileStore } from '../src/index.ts'
import { gate } from './gate.ts'
import { storeKinds } from './on-store.ts'
import { provedEntries, publishedSize } from './proved-entries.ts'
import { entryOf, logKey, logOf, TestLog } from './test-log.ts'

const entries = (size: number): string[] => Array.from({ length: size }, (_, at) => entryOf(at))
const forged = (sequence: number): string => (sequence === 3 ? 'forged' : entryOf(sequence))

/** A store that tells what is written to it. */
function watched(store: TileStore): { store: TileStore; writes: string[] } {
  const writes: string[] = []
  const create = (path: TilePath, bytes: Uint8Array) => {
    writes.push('tile')
    return store.create(path, bytes)
  }
  const swapCheckpoint = (note: string, replaces: string | undefined) => {
    writes.push('checkpoint')
    return store.swapCheckpoint(note, replaces)
  }
  return { store: { ...store, create, swapCheckpoint }, writes }
}

/** A log with one tile altered, as by a bad disk. */
function withAltered(log: PublishableLog, level: TilePath['level'], alter: (bytes: Uint8Array) => Uint8Array) {
  const tile = async (path: TilePath) => {
    const bytes = await log.tile(path)
    return bytes !== undefined && path.level === level && path.index === 0 ? alter(bytes) : bytes
  }
  const { logKey: key } = log
  return { logKey: key, tile, checkpoint: () => log.checkpoint(), consistencyProof: log.consistencyProof.bind(log) }
}

const flipped = (bytes: Uint8Array): Uint8Array => bytes.map((byte, at) => (at === 9 ? byte ^ 1 : byte))

describe.each(storeKinds)('to $name', ({ on }) => {
  it.each([0, 1, 255, 256, 257])('[LEDGER-TILES] a log of %d is published whole, and once', (size) =>
    on(async (open) => {
      const log = logOf(size)
      const { created, ...rest } = await publishLog(log, open())
      expect(rest).toEqual({ from: 0, size })
      expect(await provedEntries(open(), logKey)).toEqual(entries(size))
      const { store, writes } = watched(open())
      expect(await publishLog(log, store)).toEqual({ from: size, size, created: 0 })
      expect(writes).toEqual([])
      expect(created).toBe(size === 0 ? 0 : size < 256 ? 2 : size === 256 ? 3 : 5)
    }),
  )

  it('[LEDGER-TILES] a log around 65,536 entries is published as it grows', () =>
    on(async (open) => {
      const log = logOf(0)
      let from = 0
      for (const [size, created] of [
        [65_535, 2 * 256 + 1],
        [65_536, 2 + 1 + 1],
        [65_537, 2],
      ] as const) {
        log.growTo(size)
        expect(await publishLog(log, open())).toEqual({ from, size, created })
        expect(await provedEntries(open(), logKey)).toEqual(entries(size))
        from = size
      }
    }))

  it('[LEDGER-TAMPER] a log with fewer entries than are published was rolled back, and nothing is written', () =>
    on(async (open) => {
      await publishLog(logOf(300), open())
      const { store, writes } = watched(open())
      for (const size of [0, 1, 299]) {
        expect(await codeOf(publishLog(logOf(size), store))).toBe('ECT_LEDGER_ROLLED_BACK')
      }
      expect(writes).toEqual([])
      expect(await provedEntries(open(), logKey)).toEqual(entries(300))
    }))

  it('[LEDGER-TAMPER] a log with other entries than are published is damaged, and nothing is written', () =>
    on(async (open) => {
      await publishLog(logOf(300), open())
      const { store, writes } = watched(open())
      for (const size of [300, 301, 600]) {
        expect(await codeOf(publishLog(logOf(size, forged), store))).toBe('ECT_LEDGER_DAMAGED')
      }
      expect(writes).toEqual([])
      expect(await provedEntries(open(), logKey)).toEqual(entries(300))
    }))

  it('[CHECKPOINT-KEY-NAME] nothing is published over another log', () =>
    on(async (open) => {
      const other = new TestLog(5, noteSigner(generateNoteKey('ledger.example.com/other').signerKey))
      await publishLog(other, open())
      const { store, writes } = watched(open())
      expect(await codeOf(publishLog(logOf(300), store))).toBe('ECT_CHECKPOINT_ORIGIN')
      expect(writes).toEqual([])
    }))

  it('[LEDGER-TAMPER] a tile that differs from what is there is damage, and the checkpoint stays', () =>
    on(async (open) => {
      const log = logOf(100)
      await publishLog(log, open())
      await open().create({ level: 'entries', index: 0, width: 256 }, new Uint8Array(5))
      log.growTo(300)
      expect(await codeOf(publishLog(log, open()))).toBe('ECT_LEDGER_DAMAGED')
      expect(await provedEntries(open(), logKey)).toEqual(entries(100))
    }))

  it('what another publisher wrote before it stopped is taken as it is', () =>
    on(async (open) => {
      const log = logOf(300)
      const stopping = { ...open(), swapCheckpoint: () => Promise.reject(new Error('stopped')) }
      await expect(publishLog(log, stopping)).rejects.toThrow('stopped')
      expect(await open().checkpoint()).toBeUndefined()
      expect(await publishLog(log, open())).toEqual({ from: 0, size: 300, created: 0 })
      expect(await provedEntries(open(), logKey)).toEqual(entries(300))
    }))

  it('an older publisher that was paused before its swap does not replace a newer checkpoint', () =>
    on(async (open) => {
      const log = logOf(100)
      await publishLog(log, open())
      log.growTo(200)
      const [arrived, goesOn] = [gate(), gate()]
      const older = open()
      const slow = publishLog(log, {
        ...older,
        swapCheckpoint: async (note, replaces) => {
          arrived.open()
          await goesOn.isOpen
          return older.swapCheckpoint(note, replaces)
        },
      })
      await arrived.isOpen
      log.growTo(700)
      await publishLog(log, open())
      goesOn.open()
      expect(await slow).toMatchObject({ size: 700 })
      expect(await provedEntries(open(), logKey)).toEqual(entries(700))
    }))

  it('several publishers at once never publish a smaller size after a larger one', () =>
    on(async (open) => {
      const log = logOf(1)
      let isGrowing = true
      const publishing = Array.from({ length: 3 }, async () => {
        const store = open()
        while (isGrowing) await publishLog(log, store)
      })
      const seen: number[] = []
      for (let size = 1; size < 1500; size += 53) {
        log.growTo(size)
        await publishLog(log, open())
        seen.push((await publishedSize(open(), logKey)) ?? 0)
        expect(seen.at(-1)).toBe(size)
      }
      isGrowing = false
      await Promise.all(publishing)
      expect(await provedEntries(open(), logKey)).toEqual(entries(seen.at(-1) ?? 0))
    }))

  it('partial tiles are removed when they are told to, and who has an older checkpoint reads the full ones', () =>
    on(async (open) => {
      const log = logOf(250)
      await publishLog(log, open())
      const earlier = await openPublishedLog(open(), { logKey })
      log.growTo(255)
      await publishLog(log, open(), { removePartials: true })
      expect(await open().read({ level: 0, index: 0, width: 250 })).toBeDefined()
      log.growTo(300)
      await publishLog(log, open(), { removePartials: true })
      for (const level of ['entries', 0] as const) {
        for (const width of [250, 255]) expect(await open().read({ level, index: 0, width })).toBeUndefined()
      }
      expect(await earlier.token(249)).toBe(entryOf(249))
      expect(await provedEntries(open(), logKey)).toEqual(entries(300))
    }))
})

describe.each(storeKinds.slice(0, 1))('publishLog', ({ on }) => {
  it.each(['entries', 0, 1] as const)(
    '[LEDGER-TAMPER] a tile of level %s that was altered in the ledger is not published',
    (level) =>
      on(async (open) => {
        const log = withAltered(logOf(65_536 + 300), level, flipped)
        expect(await codeOf(publishLog(log, open()))).toBe('ECT_LEDGER_DAMAGED')
        expect(await open().read({ level, index: 0, width: 256 })).toBeUndefined()
        expect(await open().checkpoint()).toBeUndefined()
      }),
  )

  it('[LEDGER-TAMPER] neither is one that is cut off or missing, nor the last ones, from which the root follows', () =>
    on(async (open) => {
      const cut = (bytes: Uint8Array): Uint8Array => bytes.slice(0, -32)
      for (const level of ['entries', 0] as const) {
        const log = withAltered(logOf(300), level, cut)
        expect(await codeOf(publishLog(log, open()))).toBe('ECT_LEDGER_DAMAGED')
      }
      for (const level of ['entries', 0] as const) {
        const log = withAltered(logOf(200), level, flipped)
        expect(await codeOf(publishLog(log, open()))).toBe('ECT_LEDGER_DAMAGED')
      }
      const without = { ...withAltered(logOf(200), 0, flipped), tile: async () => undefined }
      expect(await codeOf(publishLog(without, open()))).toBe('ECT_LEDGER_DAMAGED')
      expect(await open().checkpoint()).toBeUndefined()
    }))

  it('a reader of the log that sees its checkpoint late finds nothing to do', () =>
    on(async (open) => {
      const log = logOf(100)
      const late = await log.checkpoint()
      log.growTo(300)
      await publishLog(log, open())
      const reader = { ...withAltered(log, 63, flipped), checkpoint: async () => late }
      expect(await publishLog(reader, open())).toEqual({ from: 300, size: 300, created: 0 })
      expect(parseCheckpoint(late).size).toBe(100)
    }))

  it('[LEDGER-TAMPER] a checkpoint that comes back after it was replaced ends the pass', () =>
    on(async (open) => {
      const store = open()
      await publishLog(logOf(10), store)
      const refusing = { ...store, swapCheckpoint: async () => false }
      expect(await codeOf(publishLog(logOf(20), refusing))).toBe('ECT_LEDGER_DAMAGED')
    }))

  it('no more tiles are under way at once than the option says, and after a failure none is begun', () =>
    on(async (open) => {
      const store = open()
      let [now, most, begun] = [0, 0, 0]
      const counted: TileStore = {
        ...store,
        create: async (path, bytes) => {
          begun += 1
          now += 1
          most = Math.max(most, now)
          try {
            if (begun > 6) throw new Error('no more')
            return await store.create(path, bytes)
          } finally {
            now -= 1
          }
        },
      }
      await expect(publishLog(logOf(5000), counted, { concurrency: 3 })).rejects.toThrow('no more')
      expect(most).toBe(3)
      expect(now).toBe(0)
      expect(begun).toBeLessThanOrEqual(6 + 3)
    }))

  it('a signal ends the pass between two tiles, and the next one goes on', () =>
    on(async (open) => {
      const store = open()
      const abort = new AbortController()
      const stopping: TileStore = {
        ...store,
        create: (path, bytes) => {
          abort.abort(new Error('enough'))
          return store.create(path, bytes)
        },
      }
      const log = logOf(2000)
      await expect(publishLog(log, stopping, { signal: abort.signal, concurrency: 1 })).rejects.toThrow('enough')
      expect(await store.checkpoint()).toBeUndefined()
      expect(await publishLog(log, store)).toEqual({ from: 0, size: 2000, created: 16 })
      const bundle = await store.read({ level: 'entries', index: 0, width: 256 })
      expect(decodeEntryBundle(bundle ?? new Uint8Array(0), 256)).toHaveLength(256)
    }))

  it('options out of range and a log without a key are mistakes of the programmer', () =>
    on(async (open) => {
      await expect(publishLog(logOf(1), open(), { concurrency: 0 })).rejects.toBeInstanceOf(TypeError)
      const keyless = { ...withAltered(logOf(1), 63, flipped), logKey: undefined }
      await expect(publishLog(keyless, open())).rejects.toBeInstanceOf(TypeError)
    }))
})
