import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isEctError } from '@wimse-ect/claims'
import type { TilePath } from '@wimse-ect/ledger'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../../ledger/contract/refusal.ts'
import { followLog, publishLog } from '../src/index.ts'
import { s3Store } from '../src/s3-store.ts'
import { provedEntries } from './proved-entries.ts'
import { clientFor, onS3, prefix } from './s3/on-s3.ts'
import type { Fault, S3Server } from './s3/s3-server.ts'
import { logKey, logOf } from './test-log.ts'

const tile: TilePath = { level: 0, index: 0, width: 256 }
const bytes = Uint8Array.of(1, 2, 3)

/** The first writes under these keys end in a fault, the later ones do not. */
function failFirst(server: S3Server, keyPart: string, fault: Fault, times = 1): void {
  let left = times
  server.fault = (method, key) => {
    if (method !== 'PUT' || !key.includes(keyPart) || left === 0) return undefined
    left -= 1
    return fault
  }
}

describe('objects', () => {
  it('[LEDGER-TILES] have the types and the caching that C2SP tlog-tiles asks for, below the prefix', () =>
    onS3(async ({ server, open }) => {
      await publishLog(logOf(300), open())
      const published = [...server.objects].filter(([key]) => key !== `${prefix}.conditional-writes`)
      expect(published.map(([key]) => key).sort()).toEqual([
        'audit/checkpoint',
        'audit/tile/0/000',
        'audit/tile/0/001.p/44',
        'audit/tile/1/000.p/1',
        'audit/tile/entries/000',
        'audit/tile/entries/001.p/44',
      ])
      const checkpoint = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' }
      const tiles = {
        'content-type': 'application/octet-stream',
        'cache-control': 'public, max-age=31536000, immutable',
      }
      for (const [key, { headers }] of published) {
        expect(headers).toEqual(key.endsWith('checkpoint') ? checkpoint : tiles)
      }
    }))
})

describe('a server that does not know conditional writes', () => {
  it('is not published to', () =>
    onS3(async ({ server, open }) => {
      server.ignoresConditions = true
      const store = open()
      expect(await codeOf(publishLog(logOf(3), store))).toBe('ECT_LEDGER_UNAVAILABLE')
      expect(await codeOf(store.swapCheckpoint('note', undefined))).toBe('ECT_LEDGER_UNAVAILABLE')
      expect([...server.objects.keys()]).toEqual([`${prefix}.conditional-writes`])
      server.ignoresConditions = false
      await publishLog(logOf(3), store)
      expect(await provedEntries(store, logKey)).toHaveLength(3)
    }))

  it('is found out once, not before every write', () =>
    onS3(async ({ server, open }) => {
      await publishLog(logOf(3000), open())
      expect(server.requests.filter((each) => each.endsWith('.conditional-writes'))).toHaveLength(3)
    }))
})

describe('trouble', () => {
  it('a conflict with another write (409) is tried again, and not for ever', () =>
    onS3(async ({ server, open }) => {
      const store = open()
      failFirst(server, 'tile/', 409, 2)
      expect(await store.create(tile, bytes)).toBe(true)
      expect(await store.create(tile, bytes)).toBe(false)
      failFirst(server, 'checkpoint', 409, 2)
      expect(await store.swapCheckpoint('note', undefined)).toBe(true)
      failFirst(server, 'tile/', 409, 1000)
      expect(await codeOf(store.create({ ...tile, index: 1 }, bytes))).toBe('ECT_LEDGER_UNAVAILABLE')
    }))

  it('the checkpoint of a bucket that was emptied meanwhile is not swapped', () =>
    onS3(async ({ server, open }) => {
      const store = open()
      await store.swapCheckpoint('one', undefined)
      const version = (await store.checkpoint())?.version
      server.objects.clear()
      expect(await store.swapCheckpoint('two', version)).toBe(false)
      expect(await store.checkpoint()).toBeUndefined()
    }))

  it('errors of the server (500, 503, 403) say what happened, and nothing is published half', () =>
    onS3(async ({ server, open }) => {
      const log = logOf(300)
      for (const status of [500, 503, 403]) {
        for (const part of ['conditional', 'tile/0', 'checkpoint']) {
          failFirst(server, part, status)
          expect(await codeOf(publishLog(log, open()))).toBe('ECT_LEDGER_UNAVAILABLE')
          expect(await open().checkpoint()).toBeUndefined()
        }
      }
      server.fault = () => 500
      expect(await codeOf(open().read(tile))).toBe('ECT_LEDGER_UNAVAILABLE')
      expect(await codeOf(open().checkpoint())).toBe('ECT_LEDGER_UNAVAILABLE')
      expect(await codeOf(open().removePartials(tile))).toBe('ECT_LEDGER_UNAVAILABLE')
      server.fault = () => undefined
      await publishLog(log, open())
      expect(await provedEntries(open(), logKey)).toHaveLength(300)
    }))

  it('a write whose answer was lost is found done, by the client that tries again or by the next pass', () =>
    onS3(async ({ server, open }) => {
      const log = logOf(300)
      failFirst(server, 'tile/', 'lost')
      expect(await publishLog(log, open(3))).toMatchObject({ size: 300, created: 4 })
      log.growTo(400)
      failFirst(server, 'checkpoint', 'lost')
      expect(await publishLog(log, open(3))).toMatchObject({ from: 300, size: 400 })
      log.growTo(500)
      failFirst(server, 'checkpoint', 'lost')
      expect(await codeOf(publishLog(log, open()))).toBe('ECT_LEDGER_UNAVAILABLE')
      expect(await publishLog(log, open())).toEqual({ from: 500, size: 500, created: 0 })
      expect(await provedEntries(open(), logKey)).toHaveLength(500)
    }))

  it('another bucket than there is, and a server that nobody reaches, are no empty log', () =>
    onS3(async ({ server }) => {
      const elsewhere = s3Store({ client: clientFor(server.url), bucket: 'other' })
      expect(await codeOf(elsewhere.checkpoint())).toBe('ECT_LEDGER_UNAVAILABLE')
      expect(await codeOf(elsewhere.swapCheckpoint('note', '"etag"'))).toBe('ECT_LEDGER_UNAVAILABLE')
      const nobody = s3Store({ client: clientFor(await unusedUrl()), bucket: 'ledger' })
      const failure = await publishLog(logOf(3), nobody).catch((error: unknown) => error)
      expect(isEctError(failure, 'ECT_LEDGER_UNAVAILABLE') && failure.cause).toMatchObject({ code: 'ECONNREFUSED' })
    }))

  it('a follower goes on when the server is there again', () =>
    onS3(async ({ server, open }) => {
      const stop = new AbortController()
      const errors: unknown[] = []
      server.fault = () => (errors.length < 3 ? 503 : undefined)
      await followLog(logOf(300), open(), {
        intervalMs: 1,
        maxIntervalMs: 4,
        signal: stop.signal,
        onError: (error) => errors.push(error),
        onPublication: () => stop.abort(),
      })
      expect(errors.map((error) => isEctError(error, 'ECT_LEDGER_UNAVAILABLE'))).toEqual([true, true, true])
      expect(await provedEntries(open(), logKey)).toHaveLength(300)
    }))
})

it('a prefix that would not end in a folder is a mistake of the programmer', () => {
  for (const wrong of ['audit', '/', '/audit/']) {
    expect(() => s3Store({ client: clientFor('http://127.0.0.1:1'), bucket: 'ledger', prefix: wrong })).toThrow(
      TypeError,
    )
  }
})

/** An address at which nobody listens any more. */
async function unusedUrl(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}
