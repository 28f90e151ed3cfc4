import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createVerifierPool } from '../../src/node/verifier-pool.ts'
import type { VerifierPool } from '../../src/verifier-pool-options.ts'
import { alice } from '../cast.ts'
import { forged, jobOf } from '../jobs.ts'
import { errorOf } from '../refusal.ts'

const started: Worker[] = []
let areThreadsForbidden = false
const unreferenced: Worker[] = []
const flags: unknown[] = []
vi.mock(import('node:worker_threads'), async (original) => {
  const actual = await original()
  class Noted extends actual.Worker {
    constructor(...settings: ConstructorParameters<typeof Worker>) {
      // As under `node --permission`.
      if (areThreadsForbidden) throw new Error('ERR_ACCESS_DENIED')
      super(...settings)
      started.push(this)
      flags.push(settings[1]?.execArgv)
    }

    override unref(): void {
      unreferenced.push(this)
      super.unref()
    }
  }
  return { ...actual, Worker: Noted }
})

const pools: VerifierPool[] = []
function poolWith(threads: number): VerifierPool {
  const pool = createVerifierPool({ threads })
  pools.push(pool)
  return pool
}
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()))
  for (const noted of [started, unreferenced, flags]) noted.splice(0)
  areThreadsForbidden = false
})

/** So slow that a thread has its part of the jobs too, as soon as it has started. */
const slowly = (answer: boolean) => () => new Promise<boolean>((resolve) => setTimeout(resolve, 5, answer))

/** Has the jobs checked until a thread has answered one of them otherwise than this thread does. */
async function untilShared(pool: VerifierPool, count: number, isGenuine: boolean): Promise<readonly boolean[]> {
  for (;;) {
    const genuine = Array.from({ length: count }, (_, n) => jobOf(alice, n, slowly(!isGenuine)))
    const answers = await pool.check(isGenuine ? genuine : genuine.map(forged))
    if (answers.includes(isGenuine)) return answers
  }
}

describe('createVerifierPool', () => {
  it('[VERIFY-SIGNATURE] its threads find right signatures right, and wrong ones wrong', async () => {
    const pool = poolWith(2)
    expect(await untilShared(pool, 20, true)).toHaveLength(20)
    expect(await untilShared(pool, 20, false)).toHaveLength(20)
    expect(pool.threads).toBe(2)
  })

  it('each answer stands at its place, and this thread computes none twice', async () => {
    const pool = poolWith(1)
    await untilShared(pool, 4, true)
    const asked: number[] = []
    const jobs = Array.from({ length: 400 }, (_, n) => {
      const job = jobOf(alice, n, () => asked.push(n) > 0 && n % 7 !== 0)
      return n % 7 === 0 ? forged(job) : job
    })
    const answers = await pool.check(jobs)
    expect(answers).toEqual(jobs.map((_, n) => n % 7 !== 0))
    expect(new Set(asked).size).toBe(asked.length)
  })

  it('fewer than four signatures are not handed over', async () => {
    const pool = poolWith(1)
    await untilShared(pool, 4, true)
    const three = Array.from({ length: 3 }, (_, n) => jobOf(alice, n, slowly(false)))
    for (let round = 0; round < 20; round++) expect(await pool.check(three)).toEqual([false, false, false])
    expect(await pool.check([])).toEqual([])
  })

  it.each([0, 1])('others have their turn after 16 signatures, with %d threads too', async (threads) => {
    const turns: number[] = []
    let answered = 0
    const jobs = Array.from({ length: 40 }, (_, n) => jobOf(alice, n, () => ++answered > 0))
    setImmediate(() => turns.push(answered))
    expect(await poolWith(threads).check(jobs)).toEqual(jobs.map(() => true))
    expect(turns).toEqual([16])
  })

  it('without threads everything is done on the calling one', async () => {
    const pool = poolWith(0)
    const jobs = Array.from({ length: 9 }, (_, n) => jobOf(alice, n, () => n % 2 === 0))
    expect(await pool.check(jobs)).toEqual(jobs.map((_, n) => n % 2 === 0))
    expect(pool.threads).toBe(0)
    expect(started).toEqual([])
  })

  it('where threads may not be started everything is done on the calling one', async () => {
    areThreadsForbidden = true
    const pool = poolWith(2)
    const jobs = Array.from({ length: 9 }, (_, n) => jobOf(alice, n, () => n % 2 === 0))
    expect(await pool.check(jobs)).toEqual(jobs.map((_, n) => n % 2 === 0))
    expect(pool.threads).toBe(0)
  })

  it('without threads, checks that wait, wait together', async () => {
    let waiting = 0
    let most = 0
    const check = async (): Promise<boolean> => {
      most = Math.max(most, ++waiting)
      await new Promise((resolve) => setTimeout(resolve, 1))
      return --waiting >= 0
    }
    await poolWith(0).check(Array.from({ length: 20 }, (_, n) => jobOf(alice, n, check)))
    expect(most).toBe(16)
  })

  it('its threads keep no process alive, and have no flags but the one with which sources find sources', () => {
    poolWith(2)
    expect(started).toHaveLength(2)
    expect(unreferenced).toEqual(started)
    expect(flags).toEqual([['--conditions=@wimse-ect/source'], ['--conditions=@wimse-ect/source']])
  })

  it('has one thread less than there are cores, unless it is told', () => {
    const pool = createVerifierPool()
    pools.push(pool)
    expect(pool.threads).toBe(availableParallelism() - 1)
  })

  it('a number of threads that is none is a mistake of the caller', () => {
    for (const threads of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '2' as unknown as number]) {
      expect(() => createVerifierPool({ threads })).toThrow(TypeError)
    }
  })
})

describe('a thread of the pool that ends', () => {
  it('is missed by nobody: what it leaves is computed here', async () => {
    const pool = poolWith(2)
    await untilShared(pool, 20, true)
    const jobs = Array.from({ length: 100 }, (_, n) => jobOf(alice, n, slowly(n % 3 !== 0)))
    const checking = pool.check(jobs.map((job, n) => (n % 3 === 0 ? forged(job) : job)))
    await pool.close()
    expect(await checking).toEqual(jobs.map((_, n) => n % 3 !== 0))
    expect(pool.threads).toBe(0)
    expect(await pool.check(jobs.slice(0, 9))).toEqual([0, 1, 1, 0, 1, 1, 0, 1, 1].map(Boolean))
  })

  it('with an error, or before it has done anything, counts as none', async () => {
    const pool = poolWith(2)
    const [one, other] = started
    one?.emit('error', new Error('broken'))
    expect(pool.threads).toBe(1)
    other?.emit('exit', 1)
    expect(pool.threads).toBe(0)
    const jobs = Array.from({ length: 9 }, (_, n) => jobOf(alice, n, () => n > 4))
    expect(await pool.check(jobs)).toEqual(jobs.map((_, n) => n > 4))
    await Promise.all([one?.terminate(), other?.terminate()])
  })

  it('a check that throws on this thread ends the call: nothing is accepted', async () => {
    const failure = new Error('broken')
    const jobs = Array.from({ length: 9 }, (_, n) => jobOf(alice, n, () => Promise.reject(failure)))
    expect(await errorOf(() => poolWith(0).check(jobs))).toBe(failure)
    expect(await errorOf(() => poolWith(1).check(jobs))).toBe(failure)
  })
})

it('a pool keeps no process alive, whether it was used or not', () => {
  const program = fileURLToPath(new URL('pool-program.ts', import.meta.url))
  const args = ['--conditions=@wimse-ect/source', '--no-warnings', program]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 50_000 })
  expect([status, stdout, stderr]).toEqual([0, 'checked 300\n', ''])
})
