import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkConsistency, checkReceipt, generateNoteKey, hashBytes, parseCheckpoint } from '@wimse-ect/ledger'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../../ledger/contract/refusal.ts'
import { folderStore, httpSource, openPublishedLog, publishLog } from '../src/index.ts'
import { onS3, prefix } from './s3/on-s3.ts'
import { onFolder } from './temporary-folder.ts'
import { entryOf, logKey, logOf } from './test-log.ts'

const options = { logKey }

/** Runs a test with a folder in which a log of so many entries is published. */
function onPublished<T>(size: number, run: (folder: string) => Promise<T>): Promise<T> {
  return onFolder(async (folder) => {
    await publishLog(logOf(size), folderStore(folder))
    return run(folder)
  })
}

describe('a published log', () => {
  it.each([1, 255, 256, 257, 700])(
    '[PROOF-RECEIPT] of %d entries gives the receipts and proofs that the ledger gives',
    (size) =>
      onPublished(size, async (folder) => {
        const log = logOf(size)
        const published = await openPublishedLog(folderStore(folder), options)
        expect(published.checkpoint.size).toBe(size)
        for (const sequence of new Set([0, Math.floor(size / 2), size - 1])) {
          expect(await published.receipt(sequence)).toBe(await log.receipt(sequence))
          expect(await published.token(sequence)).toBe(entryOf(sequence))
          expect(await published.inclusionProof(sequence)).toEqual(await log.inclusionProof(sequence, size))
        }
        for (const wrong of [-1, size, 0.5]) expect(await codeOf(published.receipt(wrong))).toBe('ECT_PROOF_RANGE')
      }),
  )

  it('[PROOF-CONSISTENCY] proves that it contains an earlier checkpoint', () =>
    onPublished(700, async (folder) => {
      const published = await openPublishedLog(folderStore(folder), options)
      const earlier = parseCheckpoint(await logOf(300).checkpoint())
      const proof = await published.consistencyProof(300)
      expect(() => checkConsistency(proof, earlier, published.checkpoint)).not.toThrow()
      expect(await codeOf(published.consistencyProof(701))).toBe('ECT_PROOF_RANGE')
    }))

  it('[LEDGER-TAMPER] with a tile or bundle that is cut off, altered or missing is damaged', () =>
    onPublished(700, async (folder) => {
      const published = await openPublishedLog(folderStore(folder), options)
      for (const [name, sequence] of [
        ['tile/entries/001', 300],
        ['tile/0/001', 300],
        ['tile/entries/002.p/188', 600],
        ['tile/0/002.p/188', 600],
      ] as const) {
        const file = join(folder, name)
        const whole = readFileSync(file)
        const altered = Buffer.from(whole)
        // In a bundle the entry itself, in a tile the hash beside its own.
        const at = name.includes('entries') ? whole.indexOf(entryOf(sequence)) : ((sequence % 256) ^ 1) * hashBytes
        altered[at] = (altered[at] ?? 0) ^ 1
        for (const damage of [whole.subarray(0, -1), altered, undefined]) {
          if (damage === undefined) rmSync(file)
          else writeFileSync(file, damage)
          expect(await codeOf(published.receipt(sequence))).toBe('ECT_LEDGER_DAMAGED')
          expect(await codeOf(published.token(sequence))).toBe('ECT_LEDGER_DAMAGED')
        }
        writeFileSync(file, whole)
        expect(await published.token(sequence)).toBe(entryOf(sequence))
      }
    }))

  it('[CHECKPOINT-NOTE] is only opened with the key of its log, and when there is one', () =>
    onFolder(async (folder) => {
      expect(await codeOf(openPublishedLog(folderStore(folder), options))).toBe('ECT_LEDGER_UNAVAILABLE')
      await publishLog(logOf(3), folderStore(folder))
      const other = generateNoteKey('ledger.example.com/audit').verifierKey
      expect(await codeOf(openPublishedLog(folderStore(folder), { logKey: other }))).toBe('ECT_CHECKPOINT_SIGNATURE')
    }))
})

describe('over HTTP', () => {
  it('[PROOF-RECEIPT] a receipt comes from a server that knows nothing but files', () =>
    onS3(async ({ server, open }) => {
      await publishLog(logOf(300), open())
      for (const url of [`${server.url}/ledger/${prefix}`, new URL('/ledger/audit', server.url)]) {
        const published = await openPublishedLog(httpSource(url), options)
        const { token, checkpoint } = checkReceipt(await published.receipt(299), options)
        expect([token, checkpoint.size]).toEqual([entryOf(299), 300])
      }
      server.objects.delete(`${prefix}tile/entries/000`)
      const published = await openPublishedLog(httpSource(`${server.url}/ledger/audit`), options)
      expect(await codeOf(published.receipt(5))).toBe('ECT_LEDGER_DAMAGED')
    }))

  it('a server that fails, and one that does not answer, are no missing tiles', () =>
    onS3(async ({ server }) => {
      const source = httpSource(`${server.url}/ledger`, { timeoutMs: 50 })
      expect(await source.checkpoint()).toBeUndefined()
      server.fault = () => 500
      expect(await codeOf(source.checkpoint())).toBe('ECT_LEDGER_UNAVAILABLE')
      expect(await codeOf(source.read({ level: 0, index: 0, width: 1 }))).toBe('ECT_LEDGER_UNAVAILABLE')
      const silent = httpSource(server.url, { timeoutMs: 50, fetch: (_, init) => never(init?.signal) })
      expect(await codeOf(silent.checkpoint())).toBe('ECT_LEDGER_UNAVAILABLE')
    }))

  it('a server that sends more than there can be is not listened to', async () => {
    let sent = 0
    const endless = (): Promise<Response> => {
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          sent += 1
          controller.enqueue(new Uint8Array(2 ** 16))
        },
      })
      return Promise.resolve(new Response(body))
    }
    const source = httpSource('https://ledger.example.com/', { fetch: endless })
    expect(await codeOf(source.checkpoint())).toBe('ECT_LEDGER_DAMAGED')
    expect(await codeOf(source.read({ level: 0, index: 0, width: 256 }))).toBe('ECT_LEDGER_DAMAGED')
    expect(await codeOf(source.read({ level: 'entries', index: 0, width: 1 }))).toBe('ECT_LEDGER_DAMAGED')
    expect(sent).toBeLessThan(40)
  })

  it('a text that is no URL is a mistake of the programmer', () => {
    expect(() => httpSource('ledger.example.com')).toThrow(TypeError)
  })
})

/** A request that is answered by nobody. */
function never(signal: AbortSignal | null | undefined): Promise<Response> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
}
