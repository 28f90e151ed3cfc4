import { constants, deflateRawSync, gunzipSync, gzipSync } from 'node:zlib'
import { admit } from '@wimse-ect/dag'
import { describe, expect, it, vi } from 'vitest'
import { logKey, onEntry, onLine, signer, smallLines } from '../../contract/archive-changes.ts'
import { archiveOf, type Line, packed, streamOf } from '../../contract/archive-files.ts'
import { collect } from '../../contract/collect.ts'
import { refusalOf } from '../../contract/refusal.ts'
import { signedToken, token, uuid } from '../../contract/tokens.ts'
import { importLedger } from '../../src/archive/import-ledger.ts'
import { textLines } from '../../src/archive/text-lines.ts'
import { parseCheckpoint, signCheckpoint } from '../../src/checkpoint/checkpoint.ts'
import { MemoryLedger } from '../../src/memory-ledger.ts'
import { TableRestorer } from '../durable/in-memory/table-restorer.ts'

/** Entries 0 to 4, evidence against entry 1, and the end. */
const lines = await smallLines()

function withMembers(at: number, members: Readonly<Record<string, unknown>>): readonly Line[] {
  return lines.map((line, index) => (index === at ? { ...line, ...members } : line))
}

/** What the refusal of an archive says: its code, and where. */
async function refused(archive: Uint8Array, options: object = { logKey }): Promise<string> {
  const refusal = await refusalOf(MemoryLedger.restore(streamOf(archive), { logKey, ...options }))
  return refusal === 'accepted' ? refusal : `${refusal.code} ${refusal.path}`
}

const second = signedToken({ tid: uuid(4) })

// Nothing here takes long: what takes seconds hangs.
describe('a refused archive', { timeout: 10_000 }, () => {
  it.each<{ title: string; changed: readonly Line[]; refusal: string }>([
    {
      title: 'the line that is none',
      changed: withMembers(onEntry(1), { storedAt: -1 }),
      refusal: 'ECT_LEDGER_FORMAT line 3',
    },
    { title: 'the end that is missing', changed: lines.slice(0, -1), refusal: 'ECT_LEDGER_FORMAT end' },
    { title: 'the line too many', changed: [...lines, {}], refusal: 'ECT_LEDGER_FORMAT line 9' },
    {
      title: 'the entry that is not the next',
      changed: withMembers(onEntry(1), { sequence: 2 }),
      refusal: 'ECT_LEDGER_DAMAGED entry 1',
    },
    {
      title: 'the entry that is no token',
      changed: withMembers(onEntry(1), { token: 'x' }),
      refusal: 'ECT_LEDGER_DAMAGED entry 1',
    },
    {
      title: 'the task that was recorded before',
      changed: withMembers(onEntry(2), { token: signedToken({ tid: uuid(1), wid: uuid(8) }) }),
      refusal: 'ECT_LEDGER_DAMAGED entry 2',
    },
    {
      title: 'the parent that is another',
      changed: withMembers(onEntry(3), { parents: [0] }),
      refusal: 'ECT_LEDGER_DAMAGED entry 3 par[0]',
    },
    {
      title: 'the evidence that is none',
      changed: withMembers(onLine.evidence, { refused: 'x' }),
      refusal: 'ECT_LEDGER_DAMAGED equivocation',
    },
    {
      title: 'the evidence that stands there twice',
      changed: [
        ...lines.slice(0, onLine.end),
        lines[onLine.evidence] ?? {},
        { ...lines[onLine.end], equivocations: 2 },
      ],
      refusal: 'ECT_LEDGER_DAMAGED equivocation',
    },
    {
      title: 'the number of equivocations',
      changed: withMembers(onLine.end, { equivocations: 0 }),
      refusal: 'ECT_LEDGER_DAMAGED equivocations',
    },
    {
      title: 'the number of entries',
      changed: withMembers(onLine.end, { entries: 6 }),
      refusal: 'ECT_LEDGER_DAMAGED entries',
    },
    {
      title: 'the checkpoint that is missing',
      changed: withMembers(onLine.end, { checkpoint: null }),
      refusal: 'ECT_LEDGER_FORMAT checkpoint',
    },
    {
      title: 'the root',
      changed: withMembers(onEntry(4), { token: second }),
      refusal: 'ECT_LEDGER_DAMAGED root',
    },
  ])('says where it is wrong: $title', async ({ changed, refusal }) => {
    expect(await refused(packed(changed))).toBe(refusal)
  })

  it.each<{ title: string; at: number; members: Readonly<Record<string, unknown>> }>([
    { title: 'a token that is a number', at: onEntry(1), members: { token: 7 } },
    { title: 'parents that are no list', at: onEntry(1), members: { parents: { 0: 0 } } },
    { title: 'a refused token that is a number', at: onLine.evidence, members: { refused: 7 } },
    { title: 'a key that is a number', at: onLine.first, members: { logKey: 7 } },
    { title: 'a checkpoint that is a number', at: onLine.end, members: { checkpoint: 7 } },
    { title: 'a time that is a text', at: onEntry(1), members: { verifiedAt: '1' } },
  ])('names the line with $title', async ({ at, members }) => {
    expect(await refused(packed(withMembers(at, members)))).toBe(`ECT_LEDGER_FORMAT line ${at + 1}`)
  })

  it.each(['null', '[]', '7', '"ledger"', 'true', '{}', ''])('names the line that is %s', async (text) => {
    expect(await refused(packed([text, ...lines.slice(1)]))).toBe('ECT_LEDGER_FORMAT line 1')
    expect(await refused(packed(lines.map((line, at) => (at === onEntry(1) ? text : line))))).toBe(
      'ECT_LEDGER_FORMAT line 3',
    )
  })

  it('names the line in which a member has another name', async () => {
    const renamed = lines.map((line, at) =>
      at === onEntry(1) ? JSON.stringify(line).replace('"storedAt"', '"stored_at"') : line,
    )
    expect(await refused(packed(renamed))).toBe('ECT_LEDGER_FORMAT line 3')
  })

  it('[CHECKPOINT-NOTE] the checkpoint is of that root at that size', async () => {
    const { root } = parseCheckpoint(String(lines[onLine.end]?.checkpoint))
    const checkpoint = await signCheckpoint({ size: 6, root }, signer)
    expect(await refused(packed(withMembers(onLine.end, { checkpoint })))).toBe('ECT_LEDGER_DAMAGED root')
  })

  it('says what of the first line is not what the caller named', async () => {
    const archive = packed(lines)
    expect(await refused(archive, { logKey: undefined, dangerouslyUnsigned: true })).toBe('ECT_CHECKPOINT_KEY logKey')
    expect(await refused(archive, { ids: 'opaque' })).toBe('ECT_LEDGER_IDS ids')
    expect(await refused(archive, { maxLatenessSeconds: 1 })).toBe('ECT_LEDGER_FORMAT maxLatenessSeconds')
    expect(await refused(archive, { ids: 'uuid', maxLatenessSeconds: 0 })).toBe('accepted')
    const unsigned = packed([...withMembers(onLine.first, { logKey: null })].slice(0, -1))
    expect(await refused(unsigned, { logKey: undefined, dangerouslyUnsigned: true, signer })).toBe(
      'ECT_CHECKPOINT_KEY signer',
    )
  })

  it('says whether the file or its source is at fault', async () => {
    expect(await refused(Buffer.from('no gzip'))).toBe('ECT_LEDGER_FORMAT gzip')
    expect(await refused(Buffer.concat([packed(lines), Buffer.alloc(1)]))).toBe('ECT_LEDGER_FORMAT gzip')
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield packed(lines).subarray(0, 100)
      throw new RangeError('the connection was lost')
    }
    expect(await refusalOf(MemoryLedger.restore(broken(), { logKey }))).toMatchObject({
      code: 'ECT_LEDGER_UNAVAILABLE',
      path: 'archive',
    })
    await expect(MemoryLedger.restore(broken(), { logKey })).rejects.toMatchObject({ cause: expect.any(RangeError) })
    await expect(MemoryLedger.restore(streamOf(Buffer.from('no gzip')), { logKey })).rejects.toMatchObject({
      cause: expect.any(Error),
    })
  })

  it('closes its source, and abandons the draft', async () => {
    const finishFlush = constants.Z_FULL_FLUSH
    const beginning = gunzipSync(packed(withMembers(onEntry(1), { sequence: 2 })))
    let isClosed = false
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        yield gzipSync(beginning, { finishFlush })
        for (;;) yield deflateRawSync(Buffer.alloc(1000, '0'), { finishFlush })
      } finally {
        isClosed = true
      }
    }
    let abandoned = 0
    class Watched extends TableRestorer {
      override abandon(): void {
        abandoned += 1
        super.abandon()
      }
    }
    expect(await refusalOf(importLedger(endless(), new Watched(), { logKey }))).toMatchObject({ path: 'entry 1' })
    // The streams tell their source in a turn of their own.
    await vi.waitFor(() => expect(isClosed).toBe(true))
    expect(abandoned).toBe(1)
  })
})

describe('what an import answers', { timeout: 10_000 }, () => {
  it('is what the ledger was founded on, how much there was, and the checkpoint', async () => {
    const { checkpoint } = lines[onLine.end] ?? {}
    const restorer = new TableRestorer()
    expect(await importLedger(streamOf(packed(lines)), restorer, { logKey })).toEqual({
      ids: 'uuid',
      maxLatenessSeconds: 0,
      logKey,
      entries: 5,
      equivocations: 1,
      checkpoint,
    })
    expect(restorer.restored?.checkpoint).toEqual({ size: 5, note: checkpoint })
  })
})

it('an import tells how far it is, when a batch is written', async () => {
  const ledger = new MemoryLedger({ signer })
  await ledger.appendMany(
    Array.from({ length: 600 }, () => token()),
    admit,
  )
  const progress: number[] = []
  const onProgress = (entries: number): number => progress.push(entries)
  await importLedger(streamOf(await archiveOf(ledger)), new TableRestorer(), { logKey, onProgress })
  expect(progress).toEqual([512, 600])
})

describe('lines of text', () => {
  const linesIn = (text: string, maxBytes: number, chunkBytes?: number): Promise<string[]> =>
    collect(textLines(streamOf(Buffer.from(text), chunkBytes), maxBytes))

  it('are split at line breaks, whatever pieces they come in', async () => {
    for (const chunkBytes of [1, 2, 3, 100]) {
      expect(await linesIn('one\n\ntwo\nž\n', 3, chunkBytes)).toEqual(['one', '', 'two', 'ž'])
      expect(await linesIn('', 3, chunkBytes)).toEqual([])
    }
  })

  it('the line that is too long, no UTF-8, or does not end is named', async () => {
    const refusal = { code: 'ECT_LEDGER_FORMAT', path: 'line 2' }
    for (const chunkBytes of [1, 2, 3, 100]) {
      expect(await refusalOf(linesIn('one\nfour\n', 3, chunkBytes))).toMatchObject(refusal)
      expect(await refusalOf(linesIn('one\ntwo', 3, chunkBytes))).toMatchObject(refusal)
    }
    const bytes = streamOf(Buffer.from([0x61, 0x0a, 0xff, 0x0a]))
    expect(await refusalOf(collect(textLines(bytes, 3)))).toMatchObject(refusal)
  })
})
