import { admit } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import { clock, logKey, signer } from '../../contract/archive-changes.ts'
import { archiveOf, linesOf, streamOf } from '../../contract/archive-files.ts'
import { collect } from '../../contract/collect.ts'
import { codeOf, refusalOf } from '../../contract/refusal.ts'
import { signedToken, token, uuid } from '../../contract/tokens.ts'
import { exportLedger } from '../../src/archive/export-ledger.ts'
import type { LedgerReader } from '../../src/durable/stored-ledger-reader.ts'
import type { LedgerEntry } from '../../src/ledger-entry.ts'
import { MemoryLedger } from '../../src/memory-ledger.ts'

async function ledgerOf(entries: number): Promise<MemoryLedger> {
  const ledger = new MemoryLedger({ signer, clock })
  await ledger.appendMany(
    Array.from({ length: entries }, (_, at) => token({ tid: uuid(at + 1) })),
    admit,
  )
  return ledger
}

/** A reader of the ledger that gives other entries. */
function withEntries(ledger: MemoryLedger, change: (entries: LedgerEntry[]) => LedgerEntry[]): LedgerReader {
  return new Proxy(ledger, {
    get(target, name) {
      if (name === 'entries') {
        return async function* () {
          yield* change(await collect(target.entries()))
        }
      }
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

describe('exporting a ledger', () => {
  it('writes the ledger, its entries, the evidence and the checkpoint, a line each', async () => {
    const ledger = await ledgerOf(2)
    const rival = token({ tid: uuid(1) })
    expect(await codeOf(ledger.append(rival, admit))).toBe('ECT_LEDGER_EQUIVOCATION')
    const { storedAt, verifiedAt, compact } = (await ledger.getBySequence(1)) ?? {}
    const lines = linesOf(await archiveOf(ledger))
    expect(lines.map(({ type }) => type)).toEqual(['ledger', 'entry', 'entry', 'equivocation', 'end'])
    const format = 'wimse-ect-ledger-archive'
    expect(lines[0]).toEqual({
      type: 'ledger',
      format,
      version: 1,
      ids: 'uuid',
      maxLatenessSeconds: 0,
      logKey,
      entries: 2,
    })
    expect(lines[2]).toEqual({ type: 'entry', sequence: 1, token: compact, verifiedAt, storedAt, parents: [] })
    expect(lines[3]).toEqual({ type: 'equivocation', sequence: 0, refused: rival.compact, foundAt: storedAt })
    expect(lines[4]).toEqual({ type: 'end', entries: 2, equivocations: 1, checkpoint: await ledger.checkpoint() })
  })

  it('reads no faster than it is read', async () => {
    const ledger = await ledgerOf(2000)
    let read = 0
    const counted = withEntries(ledger, (entries) => entries)
    const slow = new Proxy(counted, {
      get(target, name) {
        if (name !== 'entries') return Reflect.get(target, name)
        return async function* () {
          for await (const entry of target.entries()) {
            read += 1
            yield entry
          }
        }
      },
    })
    const chunks = exportLedger(slow)
    expect(read).toBe(0)
    await chunks.next()
    expect(read).toBeLessThan(1000)
    await chunks.return(undefined)
    expect(read).toBeLessThan(1000)
  })

  it('tells how far it is', async () => {
    const progress: number[] = []
    await collect(exportLedger(await ledgerOf(2500), { onProgress: (entries) => progress.push(entries) }))
    expect(progress).toEqual([1000, 2000, 2500])
  })

  it('[CHECKPOINT-NOTE] leaves out what came after the checkpoint, evidence too', async () => {
    const ledger = await ledgerOf(3)
    const checkpoint = await ledger.checkpoint()
    const chunks = exportLedger(ledger)
    const first = await chunks.next()
    await ledger.append(token({ tid: uuid(50) }), admit)
    await codeOf(ledger.append(token({ tid: uuid(50) }), admit))
    const archive = Buffer.concat([first.value ?? new Uint8Array(), ...(await collect(chunks))])
    const restored = await MemoryLedger.restore(streamOf(archive), { logKey, signer })
    expect(await restored.checkpoint()).toBe(checkpoint)
    expect(await collect(restored.equivocations())).toEqual([])
  })

  it.each<{ title: string; change: (entries: LedgerEntry[]) => LedgerEntry[] }>([
    {
      title: 'a changed token',
      change: ([one, ...rest]) => [{ ...one, compact: signedToken() } as LedgerEntry, ...rest],
    },
    { title: 'a missing entry', change: (entries) => entries.filter(({ sequence }) => sequence !== 1) },
    { title: 'a missing end', change: (entries) => entries.slice(0, -1) },
    { title: 'two swapped entries', change: (entries) => entries.toReversed() },
  ])('[LEDGER-TAMPER] of a ledger with $title there is no archive', async ({ change }) => {
    expect(await codeOf(archiveOf(withEntries(await ledgerOf(3), change)))).toBe('ECT_LEDGER_DAMAGED')
  })

  it('[LEDGER-TAMPER] it is told where the ledger is damaged, also when nobody has signed it', async () => {
    const unsigned = new MemoryLedger({ clock })
    await unsigned.appendMany([token(), token(), token()], admit)
    for (const ledger of [unsigned, await ledgerOf(3)]) {
      const gap = withEntries(ledger, (entries) => entries.filter(({ sequence }) => sequence !== 1))
      expect(await refusalOf(archiveOf(gap))).toMatchObject({ code: 'ECT_LEDGER_DAMAGED', path: 'entry 1' })
      const short = withEntries(ledger, (entries) => entries.slice(0, 2))
      expect(await refusalOf(archiveOf(short))).toMatchObject({ code: 'ECT_LEDGER_DAMAGED', path: 'root' })
    }
  })

  it('[CHECKPOINT-NOTE] the archive has what its checkpoint covers, however much more there is', async () => {
    const ledger = await ledgerOf(3)
    const checkpoint = await ledger.checkpoint()
    await ledger.append(token({ tid: uuid(50) }), admit)
    for (const tid of [uuid(50), uuid(1)]) await codeOf(ledger.append(token({ tid }), admit))
    const behind = new Proxy(
      withEntries(ledger, (entries) => entries),
      {
        get: (target, name) => (name === 'checkpoint' ? async () => checkpoint : Reflect.get(target, name)),
      },
    )
    const lines = linesOf(await archiveOf(behind))
    expect(lines.map(({ type }) => type)).toEqual(['ledger', 'entry', 'entry', 'entry', 'equivocation', 'end'])
    expect(lines.at(-1)).toEqual({ type: 'end', entries: 3, equivocations: 1, checkpoint })
  })
})

describe('restoring a ledger in memory', () => {
  it('without a signer it is for looking things up', async () => {
    const restored = await MemoryLedger.restore(streamOf(await archiveOf(await ledgerOf(2))), { logKey })
    expect(await restored.size()).toBe(2)
    expect(restored.logKey).toBeUndefined()
    await expect(restored.checkpoint()).rejects.toThrow(TypeError)
  })

  it('[CHECKPOINT-KEY-NAME] it does not go on under the key of another log', async () => {
    const archive = await archiveOf(new MemoryLedger())
    expect(await codeOf(MemoryLedger.restore(streamOf(archive), { dangerouslyUnsigned: true, signer }))).toBe(
      'ECT_CHECKPOINT_KEY',
    )
  })

  it('it refuses more entries than it has room for', async () => {
    const archive = await archiveOf(await ledgerOf(3))
    expect(await codeOf(MemoryLedger.restore(streamOf(archive), { logKey, capacity: 2 }))).toBe('ECT_LEDGER_CAPACITY')
  })
})
