import { constants, deflateRawSync, gzipSync } from 'node:zlib'
import { admit } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import { clock, logKey, signer } from '../../contract/archive-changes.ts'
import { archiveOf, streamOf, textOf } from '../../contract/archive-files.ts'
import { collect } from '../../contract/collect.ts'
import { codeOf } from '../../contract/refusal.ts'
import { token, uuid } from '../../contract/tokens.ts'
import { MemoryLedger } from '../../src/memory-ledger.ts'
import { step } from '../step.ts'

const original = new MemoryLedger({ signer, clock })
await original.appendMany([token({ tid: uuid(1) }), token({ par: [uuid(1)] }), token({ tid: uuid(1) })], admit)
const archive = await archiveOf(original)
const recorded = { entries: await collect(original.entries()), evidence: await collect(original.equivocations()) }

/** The code of the refusal; of an archive that is taken, whether it is the same record. */
async function outcomeOf(bytes: Uint8Array, chunkBytes?: number): Promise<string> {
  let restored: MemoryLedger | undefined
  const code = await codeOf(
    MemoryLedger.restore(streamOf(bytes, chunkBytes), { logKey, signer }).then((ledger) => {
      restored = ledger
    }),
  )
  if (restored === undefined) return code
  expect(await collect(restored.entries())).toEqual(recorded.entries)
  expect(await collect(restored.equivocations())).toEqual(recorded.evidence)
  return 'same record'
}

describe('the bytes of an archive', () => {
  it('may come in pieces of any size', async () => {
    for (const size of [1, 2, 3, 7, 64, archive.length, 10 * archive.length]) {
      expect(await outcomeOf(archive, size)).toBe('same record')
    }
  })

  it('[LEDGER-TAMPER] cut off anywhere, it is refused', async () => {
    for (let length = 0; length < archive.length; length += step) {
      expect(await outcomeOf(archive.subarray(0, length))).toBe('ECT_LEDGER_FORMAT')
    }
  })

  it('[LEDGER-TAMPER] its text cut off anywhere and compressed again is refused', async () => {
    const text = textOf(archive)
    for (let length = 0; length < text.length; length += step) {
      expect(await outcomeOf(gzipSync(text.slice(0, length)))).toBe('ECT_LEDGER_FORMAT')
    }
  })

  it('[LEDGER-TAMPER] with any bit changed, it is refused or is the same record', async () => {
    const outcomes = new Map<number, string>()
    for (let bit = 0; bit < 8 * archive.length; bit += bit < 96 ? 1 : 7 * step) {
      const changed = Uint8Array.from(archive)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      outcomes.set(bit, await outcomeOf(changed))
    }
    // What the header of gzip says about time, level and system, and bits that are left over in the last byte of
    // deflate.
    const says = (bit: number): boolean => bit >> 3 < 3 || (bit >> 3 >= 10 && bit >> 3 !== archive.length - 9)
    expect([...outcomes].filter(([bit, outcome]) => outcome === 'same record' && says(bit))).toEqual([])
    const refusals = [...outcomes.values()].filter((outcome) => outcome !== 'same record')
    expect(refusals.filter((code) => !/^ECT_(LEDGER|CHECKPOINT)_/.test(code))).toEqual([])
  })

  it.each([
    { title: 'a zero byte', bytes: [archive, Buffer.alloc(1)] },
    { title: 'many zero bytes', bytes: [archive, Buffer.alloc(5000)] },
    { title: 'anything', bytes: [archive, Buffer.from('anything')] },
    { title: 'itself', bytes: [archive, archive] },
    { title: 'a second member without content', bytes: [archive, gzipSync('')] },
    { title: 'its own last bytes', bytes: [archive, archive.subarray(-8)] },
  ])('followed by $title, it is refused', async ({ bytes }) => {
    expect(await outcomeOf(Buffer.concat(bytes))).toBe('ECT_LEDGER_FORMAT')
    // Also when the end and what follows come apart.
    expect(await outcomeOf(Buffer.concat(bytes), archive.length)).toBe('ECT_LEDGER_FORMAT')
  })

  it('in two members, it is refused', async () => {
    const text = textOf(archive)
    const halves = [gzipSync(text.slice(0, 300)), gzipSync(text.slice(300))]
    expect(await outcomeOf(Buffer.concat(halves))).toBe('ECT_LEDGER_FORMAT')
  })

  it.each([
    { title: 'nothing', bytes: Buffer.alloc(0) },
    { title: 'the lines as they are', bytes: Buffer.from(textOf(archive)) },
    { title: 'a file without lines', bytes: gzipSync('') },
    { title: 'bytes that are no UTF-8', bytes: gzipSync(Buffer.from([0x7b, 0xff, 0x0a])) },
    { title: 'a text without its last line break', bytes: gzipSync(textOf(archive).slice(0, -1)) },
  ])('$title is refused', async ({ bytes }) => {
    expect(await outcomeOf(bytes)).toBe('ECT_LEDGER_FORMAT')
  })

  it('of a file that would never end no more than a line is read', async () => {
    const [first] = textOf(archive).split('\n')
    const finishFlush = constants.Z_FULL_FLUSH
    const beginning = gzipSync(`${first}\n`, { finishFlush })
    const zeros = deflateRawSync(Buffer.alloc(2 ** 20, '0'), { finishFlush })
    let taken = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield beginning
      for (; ; taken += zeros.length) yield zeros
    }
    expect(await codeOf(MemoryLedger.restore(endless(), { logKey }))).toBe('ECT_LEDGER_FORMAT')
    // What the streams have read ahead, compressed.
    expect(taken).toBeLessThan(2 ** 20)
  })

  it('a source of texts is a mistake', async () => {
    async function* texts(): AsyncGenerator<Uint8Array> {
      yield textOf(archive) as unknown as Uint8Array
    }
    await expect(MemoryLedger.restore(texts(), { logKey })).rejects.toThrow(TypeError)
  })
})
