import { EctError } from '@wimse-ect/claims'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../../ledger/contract/refusal.ts'
import { folderStore, followLog, type Publication, publishLog, type TileStore } from '../src/index.ts'
import { provedEntries } from './proved-entries.ts'
import { onFolder } from './temporary-folder.ts'
import { logKey, logOf } from './test-log.ts'

describe('followLog', () => {
  it('publishes what the log grows by, again and again, until it is told to stop', () =>
    onFolder(async (folder) => {
      const [log, stop] = [logOf(0), new AbortController()]
      const publications: Publication[] = []
      await followLog(log, folderStore(folder), {
        intervalMs: 0,
        signal: stop.signal,
        onPublication: (publication) => {
          publications.push(publication)
          log.growTo(publication.size + 100)
          if (publication.size === 500) stop.abort()
        },
      })
      expect(publications.map(({ from, size }) => [from, size])).toEqual([
        [0, 0],
        [0, 100],
        [100, 200],
        [200, 300],
        [300, 400],
        [400, 500],
      ])
      expect(await provedEntries(folderStore(folder), logKey)).toHaveLength(500)
    }))

  it('stops in the middle of a pass and while it waits, without a failure', () =>
    onFolder(async (folder) => {
      const store = folderStore(folder)
      const inPass = new AbortController()
      const aborting: TileStore = {
        ...store,
        create: (path, bytes) => {
          inPass.abort()
          return store.create(path, bytes)
        },
      }
      await followLog(logOf(5000), aborting, { signal: inPass.signal })
      expect(await store.checkpoint()).toBeUndefined()

      const whileWaiting = new AbortController()
      await followLog(logOf(5), store, {
        intervalMs: 2 ** 30,
        signal: whileWaiting.signal,
        onPublication: () => setImmediate(() => whileWaiting.abort()),
      })
      expect(await provedEntries(store, logKey)).toHaveLength(5)
      const aborted = AbortSignal.abort()
      await followLog(logOf(10), store, { signal: aborted })
      expect(await provedEntries(store, logKey)).toHaveLength(5)
    }))

  it('[LEDGER-TAMPER] ends when the log was rolled back, forked, or is another one', () =>
    onFolder(async (folder) => {
      const store = folderStore(folder)
      await publishLog(logOf(300), store)
      const onError = (error: unknown): void => {
        throw error
      }
      expect(await codeOf(followLog(logOf(200), store, { onError }))).toBe('ECT_LEDGER_ROLLED_BACK')
      expect(await codeOf(followLog(logOf(400, String), store, { onError }))).toBe('ECT_LEDGER_DAMAGED')
      await store.swapCheckpoint('no checkpoint', (await store.checkpoint())?.version)
      expect(await codeOf(followLog(logOf(300), store, { onError }))).toBe('ECT_CHECKPOINT_FORMAT')
    }))

  it('hands on what may pass, and goes on', () =>
    onFolder(async (folder) => {
      const store = folderStore(folder)
      const stop = new AbortController()
      const failures = ['ECT_LEDGER_UNAVAILABLE', 'ECT_LEDGER_DISK_FULL', 'ECT_LEDGER_LOCKED'] as const
      const left = [...failures]
      const errors: unknown[] = []
      const failing: TileStore = {
        ...store,
        checkpoint: () => {
          const code = left.shift()
          return code === undefined ? store.checkpoint() : Promise.reject(new EctError(code))
        },
      }
      await followLog(logOf(5), failing, {
        intervalMs: 0,
        signal: stop.signal,
        onError: (error) => errors.push(error),
        onPublication: () => stop.abort(),
      })
      expect(errors).toMatchObject(failures.map((code) => ({ code })))
    }))

  it('an error that is none of ours ends it', () =>
    onFolder(async (folder) => {
      const failing = { ...folderStore(folder), checkpoint: () => Promise.reject(new TypeError('a mistake')) }
      await expect(followLog(logOf(5), failing)).rejects.toBeInstanceOf(TypeError)
      await expect(followLog(logOf(5), folderStore(folder), { intervalMs: -1 })).rejects.toBeInstanceOf(TypeError)
    }))
})
