import { AsyncLocalStorage } from 'node:async_hooks'
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { turnOf } from '../src/folder/checkpoint-turns.ts'
import { folderStore } from '../src/folder-store.ts'
import { gate } from './gate.ts'
import { onFolder } from './temporary-folder.ts'

/** What happens before each file operation of a writer. */
type BeforeOperation = () => Promise<void>

const writers = vi.hoisted(() => ({ before: async (): Promise<void> => {} }))

// Every file operation of the store can be the last one of its writer, or the one before which it is paused.
vi.mock('node:fs/promises', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs/promises')>()
  const gated = <A extends unknown[], R>(operation: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      await writers.before()
      return operation(...args)
    }
  }
  const { link, mkdir, open, readFile, rename, rm, stat } = fs
  return {
    ...fs,
    link: gated(link),
    mkdir: gated((path: string) => mkdir(path)),
    open: gated(open),
    readFile: gated((path: string, encoding: BufferEncoding) => readFile(path, encoding)),
    rename: gated(rename),
    rm: gated(rm),
    stat: gated((path: string) => stat(path)),
  }
})

const current = new AsyncLocalStorage<BeforeOperation>()
writers.before = async () => current.getStore()?.()

/** A writer that stops for a while, or for ever, before one of its file operations. */
class Writer {
  operations = 0
  readonly #goesOn = gate()
  readonly #hasStopped = gate()
  readonly result: Promise<boolean>

  /** @param stopBefore number of the operation before which it stops, from 1 */
  constructor(folder: string, note: string, replaces: string | undefined, stopBefore: number) {
    const before = async (): Promise<void> => {
      this.operations += 1
      if (this.operations !== stopBefore) return
      this.#hasStopped.open()
      await this.#goesOn.isOpen
    }
    this.result = current.run(before, () => folderStore(folder).swapCheckpoint(note, replaces))
    void this.result.then(this.#hasStopped.open, this.#hasStopped.open)
  }

  /** Fulfilled when it has stopped or come to its end. */
  get paused(): Promise<void> {
    return this.#hasStopped.isOpen
  }

  /** Lets it go on to its end. */
  async resume(): Promise<void> {
    this.#goesOn.open()
    await this.result
  }
}

const numberIn = (note: string | undefined): number => Number(note ?? 0)

/** Swaps until the checkpoint is this number, as one that publishes does: what others decide comes first. */
async function advanceTo(folder: string, note: number): Promise<void> {
  for (let tries = 0; tries < 10; tries++) {
    const present = await folderStore(folder).checkpoint()
    if (numberIn(present?.note) >= note) return
    await folderStore(folder).swapCheckpoint(String(note), present?.version)
  }
  throw new Error('the checkpoint cannot be swapped any more')
}

async function present(folder: string): Promise<number> {
  return numberIn((await folderStore(folder).checkpoint())?.note)
}

/** Checkpoint 5 is the present one, and no version from before can be replaced any more. */
async function expectFiveAndNoWayBack(folder: string): Promise<void> {
  for (const version of [undefined, ...['1', '2', '3', '4'].map(turnOf)]) {
    expect(await folderStore(folder).swapCheckpoint('0', version)).toBe(false)
  }
  expect(await present(folder)).toBe(5)
}

/** How many operations a swap takes that nobody disturbs. */
async function operationsOfSwap(hasFirst: boolean): Promise<number> {
  return onFolder(async (folder) => {
    if (hasFirst) await advanceTo(folder, 1)
    const version = (await folderStore(folder).checkpoint())?.version
    const writer = new Writer(folder, '2', version, Number.POSITIVE_INFINITY)
    expect(await writer.result).toBe(true)
    return writer.operations
  })
}

describe.each([false, true])('the swap of the checkpoint in a folder (one is there: %s)', (hasFirst) => {
  it('[LEDGER-CRASH] a writer that dies before any operation stops nobody, leaves the old one or its own', async () => {
    const operations = await operationsOfSwap(hasFirst)
    expect(operations).toBeGreaterThan(15)
    for (let stop = 1; stop <= operations; stop++) {
      await onFolder(async (folder) => {
        if (hasFirst) await advanceTo(folder, 1)
        const version = (await folderStore(folder).checkpoint())?.version
        const dead = new Writer(folder, '2', version, stop)
        await dead.paused
        expect([hasFirst ? 1 : 0, 2]).toContain(await present(folder))
        for (const next of [3, 4, 5]) {
          await advanceTo(folder, next)
          expect(await present(folder)).toBe(next)
        }
        await dead.resume()
        await expectFiveAndNoWayBack(folder)
      })
    }
  })

  it('[LEDGER-TAMPER] a writer that is paused before any of its operations never replaces a newer one', async () => {
    const operations = await operationsOfSwap(hasFirst)
    for (let stop = 1; stop <= operations; stop++) {
      await onFolder(async (folder) => {
        if (hasFirst) await advanceTo(folder, 1)
        const version = (await folderStore(folder).checkpoint())?.version
        const paused = new Writer(folder, '2', version, stop)
        await paused.paused
        for (const next of [3, 4, 5]) await advanceTo(folder, next)
        await paused.resume()
        await expectFiveAndNoWayBack(folder)
        await advanceTo(folder, 6)
        expect(await present(folder)).toBe(6)
      })
    }
  })

  it('[LEDGER-TAMPER] nor do two that are paused anywhere and go on in either order', async () => {
    const operations = await operationsOfSwap(hasFirst)
    for (let one = 1; one <= operations; one += 2) {
      for (let other = 1; other <= operations; other += 2) {
        await onFolder(async (folder) => {
          if (hasFirst) await advanceTo(folder, 1)
          const version = (await folderStore(folder).checkpoint())?.version
          const slow = new Writer(folder, '2', version, one)
          await slow.paused
          await advanceTo(folder, 3)
          const later = new Writer(folder, '4', (await folderStore(folder).checkpoint())?.version, other)
          await later.paused
          const least = await present(folder)
          expect(least).toBeGreaterThanOrEqual(3)
          const [first, second] = (one + other) % 4 === 0 ? [slow, later] : [later, slow]
          await first.resume()
          const between = await present(folder)
          expect(between).toBeGreaterThanOrEqual(least)
          await advanceTo(folder, 5)
          await second.resume()
          await expectFiveAndNoWayBack(folder)
        })
      }
    }
  })
})

it('a checkpoint does not replace itself, and the next one does all the same', () =>
  onFolder(async (folder) => {
    await advanceTo(folder, 1)
    await expect(folderStore(folder).swapCheckpoint('1', turnOf('1'))).rejects.toBeInstanceOf(TypeError)
    await advanceTo(folder, 2)
    expect(await present(folder)).toBe(2)
  }))

it('a copy without hidden folders goes on from its checkpoint, whoever comes first', () =>
  onFolder(async (folder) => {
    const [original, copy] = [join(folder, 'original'), join(folder, 'copy')]
    mkdirSync(original)
    for (const next of [1, 2, 3]) await advanceTo(original, next)
    cpSync(original, copy, { recursive: true })
    rmSync(join(copy, '.publishing'), { recursive: true })
    expect(await present(copy)).toBe(3)
    const version = (await folderStore(copy).checkpoint())?.version
    const results = await Promise.all(['4', '5', '6'].map((note) => folderStore(copy).swapCheckpoint(note, version)))
    expect(results.filter((swapped) => swapped)).toHaveLength(1)
    expect(await folderStore(copy).swapCheckpoint('first', undefined)).toBe(false)
    await advanceTo(copy, 7)
    expect(await present(copy)).toBe(7)
  }))
