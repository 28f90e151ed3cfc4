import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { logKey, signer } from '../../contract/archive-changes.ts'
import { codeOf } from '../../contract/refusal.ts'
import { checkCheckpoint } from '../../src/checkpoint/check-checkpoint.ts'
import { Checkpointer } from '../../src/durable/checkpointer.ts'
import type { KeptCheckpoint } from '../../src/durable/ledger-store.ts'
import { RightEdge } from '../../src/merkle/right-edge.ts'
import { leafHash } from '../../src/merkle/tree-hash.ts'

/** A log that grows when the test says so, and whose signatures can be held up. */
class Log {
  readonly edge = new RightEdge()
  readonly kept: number[] = []
  readonly checkpointer: Checkpointer
  /** Sizes that were signed. */
  readonly signed: number[] = []
  size = 0
  isBroken = false
  #held: (() => void)[] | undefined

  constructor(delayMs = 100) {
    this.checkpointer = new Checkpointer({
      size: () => this.size,
      head: async () => this.edge.head(),
      delayMs,
      signer: { key: signer.key, sign: (message) => this.#sign(message) },
      keep: ({ size }) => this.kept.push(size),
    })
  }

  grow(count = 1): void {
    for (let at = 0; at < count; at++) this.edge.append(leafHash(`entry ${this.edge.size}`))
    this.size = this.edge.size
  }

  /** Holds up all signatures that are asked for from now on. */
  hold(): void {
    this.#held = []
  }

  /** Lets those go that were held up. */
  async release(): Promise<void> {
    await setImmediate()
    const held = this.#held
    this.#held = undefined
    for (const go of held ?? []) go()
  }

  async #sign(message: Uint8Array): Promise<Uint8Array> {
    this.signed.push(this.edge.size)
    if (this.isBroken) throw new RangeError('no key service')
    await (this.#held && new Promise<void>((resolve) => this.#held?.push(resolve)))
    return signer.sign(message)
  }
}

function sizeOf({ note }: KeptCheckpoint): number {
  return checkCheckpoint(note, { logKey }).size
}

// Nothing here waits for anything but other promises: what takes seconds hangs.
describe('who asks for a checkpoint', { timeout: 5000 }, () => {
  it('[CHECKPOINT-NOTE] gets one of the log as it is, and has it kept', async () => {
    const log = new Log()
    expect(sizeOf(await log.checkpointer.current())).toBe(0)
    log.grow(3)
    const checkpoint = await log.checkpointer.current()
    expect([checkpoint.size, sizeOf(checkpoint)]).toEqual([3, 3])
    expect(log.kept).toEqual([0, 3])
  })

  it('gets the same one as long as the log does not grow', async () => {
    const log = new Log()
    log.grow()
    const checkpoint = await log.checkpointer.current()
    expect(await log.checkpointer.current()).toBe(checkpoint)
    expect(log.signed).toEqual([1])
  })

  it('shares a signature with others who ask at the same time', async () => {
    const log = new Log()
    log.grow()
    const [one, other] = await Promise.all([log.checkpointer.current(), log.checkpointer.current()])
    expect(one).toBe(other)
    expect(log.signed).toEqual([1])
  })

  it('waits for the next signature when the one under way is of a smaller log', async () => {
    const log = new Log()
    log.grow()
    log.hold()
    const first = log.checkpointer.current()
    await setImmediate()
    log.grow()
    const second = log.checkpointer.current()
    await log.release()
    expect([(await first).size, (await second).size]).toEqual([1, 2])
    expect([log.signed, log.kept]).toEqual([
      [1, 2],
      [1, 2],
    ])
  })

  it('[LEDGER-TAMPER] hears that a log has less than was signed', async () => {
    const log = new Log()
    log.grow(2)
    await log.checkpointer.current()
    log.size = 1
    expect(await codeOf(log.checkpointer.current())).toBe('ECT_LEDGER_ROLLED_BACK')
    log.size = 2
    expect(await codeOf(log.checkpointer.current())).toBe('accepted')
  })

  it('[LEDGER-TAMPER] but not that one has less than was signed while its size was read', async () => {
    const log = new Log()
    log.grow()
    let isAsked = false
    const checkpointer: Checkpointer = new Checkpointer({
      size: async () => {
        if (isAsked) return 2
        isAsked = true
        log.grow()
        await checkpointer.current()
        return 1
      },
      head: async () => log.edge.head(),
      delayMs: 0,
      signer,
      keep: () => undefined,
    })
    expect((await checkpointer.current()).size).toBe(2)
  })

  it('hears of a signer that fails, and asks it again the next time', async () => {
    const log = new Log()
    log.grow()
    log.isBroken = true
    await expect(log.checkpointer.current()).rejects.toThrow(RangeError)
    log.isBroken = false
    expect((await log.checkpointer.current()).size).toBe(1)
  })
})

describe('when nobody asks', { timeout: 5000 }, () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('[CHECKPOINT-NOTE] a log that has grown is signed after the delay, once for all commits until then', async () => {
    const log = new Log(100)
    log.grow()
    log.checkpointer.grown()
    await vi.advanceTimersByTimeAsync(60)
    log.grow()
    log.checkpointer.grown()
    await vi.advanceTimersByTimeAsync(39)
    expect(log.signed).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    await setImmediate()
    expect([log.signed, log.kept]).toEqual([[2], [2]])
    await vi.advanceTimersByTimeAsync(1000)
    expect(log.signed).toEqual([2])
  })

  it('it is signed again after the next commit, also when the signer had failed', async () => {
    const log = new Log(100)
    log.isBroken = true
    log.grow()
    log.checkpointer.grown()
    await vi.advanceTimersByTimeAsync(100)
    await setImmediate()
    expect(log.kept).toEqual([])
    log.isBroken = false
    log.checkpointer.grown()
    await vi.advanceTimersByTimeAsync(100)
    await setImmediate()
    expect(log.kept).toEqual([1])
  })

  it('nothing is signed after it was stopped, but for what is under way', async () => {
    const log = new Log(100)
    await log.checkpointer.stop()
    log.grow()
    log.checkpointer.grown()
    await log.checkpointer.stop()
    await vi.advanceTimersByTimeAsync(1000)
    expect(log.signed).toEqual([])
    log.hold()
    const current = log.checkpointer.current()
    await setImmediate()
    let isStopped = false
    const stopped = log.checkpointer.stop().then(() => {
      isStopped = true
    })
    await setImmediate()
    expect(isStopped).toBe(false)
    await log.release()
    await Promise.all([current, stopped])
    expect([isStopped, log.kept]).toEqual([true, [1]])
  })

  it('a signer that fails while it is stopped is no failure of that', async () => {
    const log = new Log(100)
    log.grow()
    log.isBroken = true
    const current = log.checkpointer.current().catch(() => 'failed')
    await Promise.resolve()
    await expect(log.checkpointer.stop()).resolves.toBeUndefined()
    expect(await current).toBe('failed')
  })

  it('the wait keeps no process alive', () => {
    const timers = vi.spyOn(globalThis, 'setTimeout')
    const log = new Log(100)
    log.checkpointer.grown()
    const timer = timers.mock.results[0]?.value
    expect(timer?.hasRef()).toBe(false)
    timers.mockRestore()
  })
})
