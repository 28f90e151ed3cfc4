import { decodeEct, type IdKind } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { collect } from '../contract/collect.ts'
import { describeLedgerContract } from '../contract/ledger-contract.ts'
import { codeOf, refusalOf } from '../contract/refusal.ts'
import { bob, issuedAt, malleableTwin, mallory, signedToken, token, uuid, verified } from '../contract/tokens.ts'
import type { Ledger } from '../src/ledger.ts'
import { MemoryLedger } from '../src/memory-ledger.ts'

describeLedgerContract('MemoryLedger', async (settings) => ({
  writers: [new MemoryLedger(settings)],
  close: async () => {},
}))

describe('options of MemoryLedger', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('[MODE-LATENESS] without options it takes UUIDs and no late tokens', () => {
    const defaults = { ids: 'uuid', maxLatenessSeconds: 0 }
    expect(new MemoryLedger()).toMatchObject(defaults)
    expect(new MemoryLedger({})).toMatchObject(defaults)
    expect(new MemoryLedger({ ids: undefined, maxLatenessSeconds: undefined })).toMatchObject(defaults)
  })

  it.each<IdKind>(['uuid', 'opaque'])(
    '[CLAIM-IDS-LEDGER] the kind of ids is fixed when it is made: %s',
    async (ids) => {
      const ledger = new MemoryLedger({ ids })
      expect(ledger.ids).toBe(ids)
      expect((await ledger.append(verified(signedToken(), { ids }), admit)).sequence).toBe(0)
    },
  )

  it('[CLAIM-IDS-LEDGER] another kind of ids is a mistake', () => {
    expect(() => new MemoryLedger({ ids: 'UUID' as IdKind })).toThrow(TypeError)
  })

  it.each([Number.NaN, -1, 1.5])(
    '[LEDGER-ENTRY] a clock that says %s is a mistake, and nothing is recorded',
    async (time) => {
      const ledger = new MemoryLedger({ clock: () => time })
      await expect(ledger.append(token(), admit)).rejects.toThrow(TypeError)
      expect(await ledger.size()).toBe(0)
    },
  )

  it('[LEDGER-LOOK-UP] a task without a workflow is in no workflow', async () => {
    const ledger = new MemoryLedger()
    await ledger.append(token({ tid: uuid(1) }), admit)
    for (const name of ['undefined', '']) expect(await collect(ledger.entriesOfWorkflow(name))).toEqual([])
  })

  it('[LEDGER-ENTRY] the system clock, in whole seconds, says when an entry was stored', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: issuedAt * 1000 + 999 })
    expect((await new MemoryLedger().append(token(), admit)).storedAt).toBe(issuedAt)
  })

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    '[MODE-LATENESS] a lateness of %d seconds is a mistake',
    (maxLatenessSeconds) => {
      expect(() => new MemoryLedger({ maxLatenessSeconds })).toThrow(TypeError)
    },
  )

  it.each([-1, 0, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('a capacity of %d is a mistake', (capacity) => {
    expect(() => new MemoryLedger({ capacity })).toThrow(TypeError)
  })
})

describe('capacity of MemoryLedger', () => {
  it('[LEDGER-APPEND-ONLY] a full ledger refuses new entries and forgets none', async () => {
    const ledger = new MemoryLedger({ capacity: 2 })
    await ledger.append(token(), admit)
    await ledger.append(token(), admit)
    const refusal = await refusalOf(ledger.append(token(), admit))
    expect(refusal).toEqual({ code: 'ECT_LEDGER_CAPACITY', path: undefined, taskId: undefined })
    expect(await ledger.size()).toBe(2)
    expect(await collect(ledger.entries())).toHaveLength(2)
  })

  it('[LEDGER-APPEND-MANY] in a batch it refuses what no longer fits', async () => {
    const ledger = new MemoryLedger({ capacity: 1 })
    const first = token()
    const results = await ledger.appendMany([first, token(), malleableTwin(first)], admit)
    expect(results).toMatchObject([
      { ok: true, duplicate: false },
      { ok: false, error: { code: 'ECT_LEDGER_CAPACITY' } },
      { ok: true, duplicate: true },
    ])
  })

  it('[LEDGER-SIGNING-INPUT] a full ledger still answers retries, keeps evidence and says what does not fit', async () => {
    const ledger = new MemoryLedger({ capacity: 1 })
    const first = token({ tid: uuid(1) })
    const entry = await ledger.append(first, admit)
    expect(await ledger.append(first, admit)).toBe(entry)
    expect(await codeOf(ledger.append(token({ tid: uuid(1) }), admit))).toBe('ECT_LEDGER_EQUIVOCATION')
    expect(await codeOf(ledger.append(token({ tid: uuid(1) }, bob), admit))).toBe('ECT_DAG_TASK_EXISTS')
    expect(await collect(ledger.equivocations())).toHaveLength(1)
  })
})

describe('misuse of MemoryLedger', () => {
  it('[ENV-TYPED-AFTER-VERIFY] a decoded token cannot be appended, at compile time or run time', async () => {
    const ledger = new MemoryLedger()
    const decoded = decodeEct(signedToken())
    // @ts-expect-error a decoded token is not a verified one
    await expect(ledger.append(decoded, admit)).rejects.toThrow(TypeError)
    // @ts-expect-error nor is a string
    await expect(ledger.append(signedToken(), admit)).rejects.toThrow(TypeError)
    // @ts-expect-error nor is one among verified ones
    await expect(ledger.appendMany([token(), decoded], admit)).rejects.toThrow(TypeError)
    // @ts-expect-error nor is nothing
    await expect(ledger.append(undefined, admit)).rejects.toThrow(TypeError)
    expect(await ledger.size()).toBe(1)
  })

  it('[ENV-TYPED-AFTER-VERIFY] nor can a copy of a verified token, whatever was changed in it', async () => {
    const ledger = new MemoryLedger()
    const genuine = token()
    const copies = [
      { ...genuine },
      { ...genuine, task: { ...genuine.task, agent: bob.agent } },
      structuredClone(genuine),
    ]
    for (const copy of copies) await expect(ledger.append(copy, admit)).rejects.toThrow(TypeError)
    expect(await ledger.size()).toBe(0)
  })

  it('[LEDGER-ATOMIC] an admission that answers for another token records nothing', async () => {
    const ledger = new MemoryLedger()
    const [asked, other] = [token(), token()]
    await expect(ledger.append(asked, (_, store) => admit(other, store))).rejects.toThrow(TypeError)
    await expect(ledger.append(asked, () => undefined as never)).rejects.toThrow(TypeError)
    expect(await ledger.size()).toBe(0)
  })

  it('[LEDGER-APPEND-ONLY] who writes into what the ledger hands out, or into a token, changes nothing', async () => {
    const ledger: Ledger = new MemoryLedger()
    const recorded = token({ tid: uuid(1) })
    await ledger.append(recorded, admit)
    const store = await ledger.storeFor(recorded.task)
    const lists = [store.recordsOf(uuid(1)), store.recordsIn(uuid(1), undefined)] as unknown[][]
    for (const list of lists) list.push('mallory')
    expect(() => (recorded.task.parents as string[]).push('mallory')).toThrow(TypeError)
    expect(() => Object.assign(recorded.task, { agent: 'mallory' })).toThrow(TypeError)
    expect(await ledger.getByTaskId(uuid(1))).toHaveLength(1)
  })

  it('[LEDGER-ATOMIC] an admission that appends in its turn is told so, and the append it judges goes on', async () => {
    const ledger = new MemoryLedger()
    const nested: Promise<unknown>[] = []
    const entry = await ledger.append(token({ tid: uuid(1) }), (each, store) => {
      nested.push(ledger.append(token({ tid: uuid(1) }, mallory), admit))
      return admit(each, store)
    })
    expect(await Promise.allSettled(nested)).toMatchObject([{ status: 'rejected', reason: expect.any(TypeError) }])
    expect(await collect(ledger.entries())).toEqual([entry])
  })

  it('[LEDGER-ATOMIC] a clock that breaks leaves nothing behind', async () => {
    let isBroken = true
    const clock = (): number => {
      if (isBroken) throw new RangeError('no time')
      return issuedAt
    }
    const ledger = new MemoryLedger({ clock })
    const first = token({ tid: uuid(1) })
    await expect(ledger.append(first, admit)).rejects.toThrow(RangeError)
    expect([await ledger.size(), await ledger.findEntry(first.signingInput)]).toEqual([0, undefined])
    isBroken = false
    expect((await ledger.append(first, admit)).sequence).toBe(0)
  })
})
