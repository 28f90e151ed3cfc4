import { setImmediate } from 'node:timers/promises'
import { EctError } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../../contract/refusal.ts'
import { token } from '../../contract/tokens.ts'
import { type AppendCall, type CommitsBatches, GroupCommit } from '../../src/durable/group-commit.ts'
import type { AppendResult } from '../../src/ledger.ts'

const one = [token()]
const nothing: readonly AppendResult[] = []

/** A database that answers a batch when the test says so. */
class StoppedDatabase implements CommitsBatches {
  /** Number of tokens of each call of each batch. */
  readonly batches: number[][] = []
  more = 0
  #go: (() => void)[] = []

  async commit(calls: readonly AppendCall[]): Promise<void> {
    this.batches.push(calls.map(({ tokens }) => tokens.length))
    if (this.more > 0) this.more -= 1
    await new Promise<void>((resolve) => this.#go.push(resolve))
    for (const { resolve } of calls) resolve(nothing)
  }

  hasMore(): boolean {
    return this.more > 0
  }

  /** Ends the batch that is under way, and waits until the next one is. */
  async go(): Promise<void> {
    await setImmediate()
    this.#go.shift()?.()
    await setImmediate()
  }
}

/** A database that fails in some way. */
function failing(error: unknown): GroupCommit {
  return new GroupCommit({
    commit: async () => {
      throw error
    },
  })
}

function tokens(count: number): typeof one {
  return Array.from({ length: count }, () => one[0] ?? token())
}

// Nothing here waits for anything but other promises: what takes seconds hangs.
describe('group commit', { timeout: 5000 }, () => {
  it('[LEDGER-DURABLE-ACK] nobody is answered before the batch of the call is durable', async () => {
    const database = new StoppedDatabase()
    const queue = new GroupCommit(database)
    let isAnswered = false
    const answer = queue.append(one, admit).then(() => {
      isAnswered = true
    })
    await setImmediate()
    expect([database.batches, isAnswered]).toEqual([[[1]], false])
    await database.go()
    await answer
    expect(isAnswered).toBe(true)
  })

  it('calls that are made in one go share a batch, and those that come meanwhile the next one', async () => {
    const database = new StoppedDatabase()
    const queue = new GroupCommit(database)
    const answers = [queue.append(one, admit), queue.append(tokens(2), admit)]
    await setImmediate()
    answers.push(queue.append(tokens(3), admit), queue.append(tokens(4), admit))
    expect(database.batches).toEqual([[1, 2]])
    await database.go()
    expect(database.batches).toEqual([
      [1, 2],
      [3, 4],
    ])
    await database.go()
    expect(await Promise.all(answers)).toEqual([nothing, nothing, nothing, nothing])
  })

  it('a batch takes no further call when it has 512 tokens, and a single call may bring more', async () => {
    const database = new StoppedDatabase()
    const queue = new GroupCommit(database)
    const calls = [511, 1, 1, 600, 1].map((count) => queue.append(tokens(count), admit))
    for (let at = 0; at < 4; at++) await database.go()
    await Promise.all(calls)
    expect(database.batches).toEqual([[511, 1], [1, 600], [1]])
  })

  it('what the caller does to the list of tokens afterwards changes nothing', async () => {
    const database = new StoppedDatabase()
    const list = tokens(2)
    const answer = new GroupCommit(database).append(list, admit)
    list.length = 0
    await database.go()
    await answer
    expect(database.batches).toEqual([[2]])
  })

  it('a transaction is made without a call when there is more to write', async () => {
    const database = new StoppedDatabase()
    const queue = new GroupCommit(database)
    database.more = 2
    queue.wake()
    await database.go()
    await database.go()
    await queue.idle()
    expect(database.batches).toEqual([[], []])
  })

  it('and none when there is not, whatever the database says of it', async () => {
    const database = new StoppedDatabase()
    new GroupCommit(database).wake()
    const silent: CommitsBatches = { commit: (calls) => database.commit(calls) }
    new GroupCommit(silent).wake()
    await setImmediate()
    expect(database.batches).toEqual([])
  })

  it('a call that comes after everything was done starts another batch', async () => {
    const database = new StoppedDatabase()
    const queue = new GroupCommit(database)
    for (const batches of [[[1]], [[1], [1]]]) {
      const answer = queue.append(one, admit)
      await database.go()
      await answer
      await queue.idle()
      expect(database.batches).toEqual(batches)
    }
  })

  it('it is idle when all that was asked for is done', async () => {
    const database = new StoppedDatabase()
    const queue = new GroupCommit(database)
    await queue.idle()
    const answer = queue.append(one, admit)
    let isIdle = false
    const idle = queue.idle().then(() => {
      isIdle = true
    })
    await setImmediate()
    expect(isIdle).toBe(false)
    await database.go()
    await Promise.all([answer, idle])
    expect(isIdle).toBe(true)
  })

  it('[LEDGER-CRASH] when the database fails, every call of the batch is told', async () => {
    const full = new EctError('ECT_LEDGER_DISK_FULL')
    const queue = failing(full)
    const answers = await Promise.allSettled([queue.append(one, admit), queue.append(one, admit)])
    expect(answers.map((answer) => answer.status === 'rejected' && answer.reason === full)).toEqual([true, true])
    await queue.idle()
  })

  it('[LEDGER-CRASH] a failure without a code is that of an unavailable ledger', async () => {
    const cause = new RangeError('no database')
    const queue = failing(cause)
    expect(await codeOf(queue.append(one, admit))).toBe('ECT_LEDGER_UNAVAILABLE')
    await expect(queue.append(one, admit)).rejects.toMatchObject({ cause })
  })
})
