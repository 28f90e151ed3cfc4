import { execFileSync } from 'node:child_process'
import { mkdirSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { isEctError } from '@wimse-ect/claims'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../../ledger/contract/refusal.ts'
import { folderStore, openPublishedLog, publishLog } from '../src/index.ts'
import { provedEntries } from './proved-entries.ts'
import { onFolder } from './temporary-folder.ts'
import { logKey, logOf } from './test-log.ts'

const canMount = process.platform === 'linux' && process.getuid?.() === 0

/** Runs something in a file system of 1 MiB; only root can mount one. */
async function onSmallDisk(run: (folder: string, remount: (how: 'ro' | 'size=8m') => void) => Promise<void>) {
  await onFolder(async (parent) => {
    const folder = join(parent, 'disk')
    mkdirSync(folder)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder])
    try {
      await run(folder, (how) => execFileSync('mount', ['-o', `remount,${how}`, folder]))
    } finally {
      execFileSync('umount', [folder])
    }
  })
}

/** Entries of a kilobyte, so that little room is soon full. */
const large = (sequence: number): string => `token-${sequence}-`.padEnd(1024, 'x')

describe('a folder', () => {
  it.runIf(canMount)('[LEDGER-CRASH] on a full disk keeps what was published, and goes on when there is room', () =>
    onSmallDisk(async (folder, remount) => {
      const store = folderStore(folder)
      const log = logOf(0)
      let published = 0
      let code = 'accepted'
      while (code === 'accepted' && published < 2000) {
        log.growTo(published + 100, large)
        code = await codeOf(publishLog(log, store))
        if (code === 'accepted') published += 100
      }
      expect(code).toBe('ECT_LEDGER_DISK_FULL')
      expect(published).toBeGreaterThan(0)
      expect(await provedEntries(store, logKey)).toHaveLength(published)
      remount('size=8m')
      expect(await publishLog(log, store)).toMatchObject({ from: published, size: published + 100 })
      expect(await provedEntries(store, logKey)).toHaveLength(published + 100)
    }),
  )

  it.runIf(canMount)('that cannot be written to is read and not published to', () =>
    onSmallDisk(async (folder, remount) => {
      const store = folderStore(folder)
      const log = logOf(10)
      await publishLog(log, store)
      remount('ro')
      log.growTo(20)
      for (const each of [store, folderStore(folder)]) {
        expect(await codeOf(publishLog(log, each))).toBe('ECT_LEDGER_READ_ONLY')
        expect(await provedEntries(each, logKey)).toHaveLength(10)
      }
    }),
  )

  it('that is not there is no empty log: its disk may not be mounted', () =>
    onFolder(async (parent) => {
      const store = folderStore(join(parent, 'nowhere'))
      const failure = await publishLog(logOf(3), store).catch((error: unknown) => error)
      expect(isEctError(failure, 'ECT_LEDGER_UNAVAILABLE') && failure.cause).toMatchObject({ code: 'ENOENT' })
      expect(await codeOf(store.create({ level: 0, index: 0, width: 1 }, new Uint8Array(32)))).toBe(
        'ECT_LEDGER_UNAVAILABLE',
      )
      expect(() => statSync(join(parent, 'nowhere'))).toThrow()
    }))

  it('[LEDGER-TAMPER] with a tile that is cut off is damaged, to who reads it and to who publishes it again', () =>
    onFolder(async (folder) => {
      const store = folderStore(folder)
      const stopping = { ...store, swapCheckpoint: () => Promise.reject(new Error('stopped')) }
      await expect(publishLog(logOf(300), stopping)).rejects.toThrow('stopped')
      truncateSync(join(folder, 'tile/0/000'), 4096)
      expect(await codeOf(publishLog(logOf(300), store))).toBe('ECT_LEDGER_DAMAGED')
      expect(await store.checkpoint()).toBeUndefined()
      truncateSync(join(folder, 'tile/0/000'), 0)
      expect(await codeOf(publishLog(logOf(300), store))).toBe('ECT_LEDGER_DAMAGED')
    }))

  it('[LEDGER-TAMPER] with a tile that was cut off later is damaged to who reads it', () =>
    onFolder(async (folder) => {
      const store = folderStore(folder)
      await publishLog(logOf(300), store)
      truncateSync(join(folder, 'tile/0/000'), 4096)
      const published = await openPublishedLog(store, { logKey })
      expect(await codeOf(published.receipt(5))).toBe('ECT_LEDGER_DAMAGED')
    }))
})
