import { randomUUID } from 'node:crypto'
import { fsckPostgresLedger } from '@wimse-ect/ledger-postgres'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { generateNoteKey, isEctError, noteSigner } from 'wimse-ect'
import { collect } from '../../ledger/contract/collect.ts'
import { type TemporaryFolder, temporaryFolder } from '../../ledger/contract/temporary-folder.ts'
import { malloryMasked } from '../../ledger/contract/tokens.ts'
import type {} from '../../ledger-postgres/test/global-setup.ts'
import { openLedger, type RunningServer, serve } from '../src/index.ts'
import { currentToken } from './current-token.ts'
import { audience, jsonOf, keys, postTokens, signer } from './test-service.ts'

let folder: TemporaryFolder
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

const code = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'fine',
    (error: unknown) => (isEctError(error) ? error.code : error),
  )

describe('serve', () => {
  it('[LEDGER-CRASH] a ledger in a file is created, served, closed, and served again with what it holds', async () => {
    const options = { ledger: `sqlite:${folder.path('ledger.db')}`, signer, audience, keys, port: 0 }
    expect(await code(serve(options))).toBe('ECT_LEDGER_UNAVAILABLE')
    const token = currentToken()
    const first = await serve({ ...options, create: { maxLatenessSeconds: 60 } })
    expect(await jsonOf(postTokens(first.url, [token]))).toMatchObject({ sequence: 0, duplicate: false })
    expect(await code(serve(options))).toBe('ECT_LEDGER_LOCKED')
    await first.close()
    await first.closed
    const second = await serve({ ...options, create: {} })
    expect(await jsonOf(postTokens(second.url, [token]))).toMatchObject({ sequence: 0, duplicate: true })
    expect(await jsonOf(fetch(`${second.url}/log`))).toMatchObject({ size: 1, maxLatenessSeconds: 60 })
    await second.close()
  })

  it('[MODE-LATENESS] entries are dated, and their lateness told, by the clock that the service is given', async () => {
    const anHourAhead = Math.floor(Date.now() / 1000) + 3600
    const service = await serve({
      ledger: `sqlite:${folder.path('ledger.db')}`,
      create: { maxLatenessSeconds: 7200 },
      signer,
      audience,
      keys,
      port: 0,
      clock: () => anHourAhead,
    })
    await postTokens(service.url, [currentToken()])
    const entry = await jsonOf(fetch(`${service.url}/entries/0`))
    await service.close()
    expect(entry).toMatchObject({ verifiedAt: anHourAhead, storedAt: anHourAhead })
    expect(entry.latenessSeconds).toBeGreaterThan(2400)
  })

  it('a ledger is closed again when the service cannot be made or the port is taken', async () => {
    const options = { ledger: `sqlite:${folder.path('ledger.db')}`, signer, audience, keys, port: 0, create: {} }
    await expect(serve({ ...options, host: '0.0.0.0' })).rejects.toThrow(TypeError)
    const running = await serve(options)
    const port = Number(new URL(running.url).port)
    const other = { ...options, ledger: `sqlite:${folder.path('other.db')}`, port }
    await expect(serve(other)).rejects.toThrow('EADDRINUSE')
    await (await openLedger(other.ledger, { signer })).close()
    await running.close()
  })

  it('[VERIFY-SIGNATURE] signatures that its threads check count like any other', async () => {
    const ledger = `sqlite:${folder.path('ledger.db')}`
    const running = await serve({ ledger, signer, audience, keys, port: 0, create: {}, threads: 2 })
    const genuine = Array.from({ length: 40 }, () => currentToken())
    const masked = Array.from({ length: 40 }, () => currentToken({}, malloryMasked))
    const { results } = await jsonOf(postTokens(running.url, [...masked, ...genuine]))
    await running.close()
    const codes = results.map((result: { readonly code?: string }) => result.code)
    expect(codes).toEqual([...masked.map(() => 'ECT_SIGNATURE_INVALID'), ...genuine.map(() => undefined)])
  })

  it('a number of threads that is none is a mistake of the caller, and the ledger is closed again', async () => {
    const options = { ledger: `sqlite:${folder.path('ledger.db')}`, signer, audience, keys, port: 0, create: {} }
    await expect(serve({ ...options, threads: -1 })).rejects.toThrow(TypeError)
    await (await openLedger(options.ledger, { signer })).close()
  })

  it('a URL of another kind is refused, and not repeated', async () => {
    for (const url of ['', 'sqlite:', 'mysql://root:secret@host/db', 'ledger.db', 'file:ledger.db']) {
      await expect(openLedger(url)).rejects.toThrow(TypeError)
      await expect(openLedger(url)).rejects.not.toThrow(/secret/)
    }
    expect(await code(openLedger('postgres://nobody@127.0.0.1:1/nowhere'))).toBe('ECT_LEDGER_UNAVAILABLE')
  })
})

describe('two instances over one log in PostgreSQL', () => {
  let instances: RunningServer[]
  let name: string
  beforeEach(async () => {
    name = `ledger.example.com/${randomUUID()}`
    const log = { signer: noteSigner(generateNoteKey(name).signerKey), create: {}, ledger: inject('postgresUrl') }
    const start = (): Promise<RunningServer> => serve({ ...log, audience, keys, port: 0 })
    instances = [await start(), await start()]
  })
  afterEach(async () => {
    for (const instance of instances) await instance.close()
  })

  it('[LEDGER-ATOMIC] what both are sent is recorded once, and each shows what the other has recorded', async () => {
    const [one, other] = instances.map(({ url }) => url)
    const wid = randomUUID()
    const tokens = Array.from({ length: 40 }, () => currentToken({ wid, tid: randomUUID(), jti: randomUUID() }))
    const answers = await Promise.all([one, other].map((url) => jsonOf(postTokens(url ?? '', tokens))))
    const [first, second] = answers.map(({ results }) => results.map(({ sequence }: { sequence: number }) => sequence))
    expect(first).toEqual(second)
    expect(new Set(first).size).toBe(40)
    const duplicates = answers.flatMap(({ results }) => results).filter(({ duplicate }) => duplicate)
    expect(duplicates).toHaveLength(40)
    for (const url of [one, other]) {
      expect(await jsonOf(fetch(`${url}/workflows?q=${wid}`))).toMatchObject({ workflows: [{ tasks: 40 }] })
      expect(await jsonOf(fetch(`${url}/log`))).toMatchObject({ size: 40 })
    }
    expect(await collect(fsckPostgresLedger(inject('postgresUrl'), { name }))).toEqual([])
  })

  it('[DAG-PARENT-EXISTS] a child sent to one follows from a parent that was sent to the other', async () => {
    const [one = '', other = ''] = instances.map(({ url }) => url)
    const tid = randomUUID()
    expect((await postTokens(one, [currentToken({ tid, jti: randomUUID() })])).status).toBe(201)
    const child = currentToken({ par: [tid], tid: randomUUID(), jti: randomUUID() })
    expect(await jsonOf(postTokens(other, [child]))).toMatchObject({ ok: true, sequence: 1 })
    expect(await jsonOf(fetch(`${one}/entries/1`))).toMatchObject({ parents: [{ taskId: tid, sequence: 0 }] })
  })
})
