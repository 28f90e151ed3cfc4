import { fsckSqliteLedger } from '@wimse-ect/ledger-sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { collect } from '../../ledger/contract/collect.ts'
import { type TemporaryFolder, temporaryFolder } from '../../ledger/contract/temporary-folder.ts'
import { signedToken } from '../../ledger/contract/tokens.ts'
import { currentToken } from './current-token.ts'
import { HeldLedger } from './held-ledger.ts'
import { startServing } from './processes/start-serving.ts'
import { rawClient, statuses } from './raw-client.ts'
import { jsonOf, keys, postTokens, signerKey, startService } from './test-service.ts'

describe('close', () => {
  it('[LEDGER-DURABLE-ACK] finishes and answers what is under way, and takes nothing more', async () => {
    const ledger = new HeldLedger()
    const service = await startService({ ledger })
    const idle = await rawClient(service.url)
    const answer = service.post([signedToken()])
    await ledger.held
    const closing = service.close()
    await idle.untilEnd()
    await expect(service.get('/healthz')).rejects.toThrow(TypeError)
    ledger.release()
    expect((await answer).status).toBe(201)
    expect((await answer).headers.get('connection')).toBe('close')
    await closing
    expect(await ledger.size()).toBe(1)
    expect(service.events.map(({ event }) => event).slice(-1)).toEqual(['stopped'])
  })

  it('a request that comes behind one that is under way is told that the service is stopping', async () => {
    const ledger = new HeldLedger()
    const service = await startService({ ledger })
    const client = await rawClient(service.url)
    const token = signedToken()
    const head = 'POST /ects HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/wimse-exec+jwt\r\n'
    client.send(`${head}Content-Length: ${token.length}\r\n\r\n${token}GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    await ledger.held
    const closing = service.close()
    ledger.release()
    const received = statuses(await client.untilEnd())
    expect(received[0]).toBe(201)
    expect(received.slice(1).filter((status) => status !== 503)).toEqual([])
    await closing
  })

  it('cuts off what is not done when the time is up', async () => {
    const ledger = new HeldLedger()
    const service = await startService({ ledger, limits: { stopTimeoutMs: 50 } })
    const answer = service.post([signedToken()])
    await ledger.held
    const refused = expect(answer).rejects.toThrow(TypeError)
    await service.close()
    await refused
    ledger.release()
  })

  it('cut ends a close that waits', async () => {
    const ledger = new HeldLedger()
    const service = await startService({ ledger })
    const answer = service.post([signedToken()])
    await ledger.held
    const refused = expect(answer).rejects.toThrow(TypeError)
    const closing = service.close()
    service.cut()
    await refused
    ledger.release()
    await closing
    expect(await ledger.size()).toBe(1)
  })
})

describe('a process', () => {
  let folder: TemporaryFolder
  beforeEach(() => {
    folder = temporaryFolder()
  })
  afterEach(() => folder.remove())

  it('[LEDGER-CRASH] [LEDGER-DURABLE-ACK] SIGTERM under load loses nothing that was acknowledged', async () => {
    const file = folder.path('ledger.db')
    const settings = { ledger: `sqlite:${file}`, signerKey, keys }
    const service = await startServing(settings)
    const acknowledged = new Map<number, string>()
    let failed = 0
    let isStopping = false
    const write = async (): Promise<void> => {
      while (!isStopping || failed === 0) {
        const tokens = [currentToken(), currentToken(), currentToken()]
        try {
          const { results } = await jsonOf(postTokens(service.url, tokens))
          for (const [at, { sequence }] of results.entries()) acknowledged.set(sequence, tokens[at] ?? '')
        } catch {
          failed += 1
          return
        }
      }
    }
    const writers = Array.from({ length: 6 }, write)
    while (acknowledged.size < 60) await new Promise((resolve) => setTimeout(resolve, 5))
    isStopping = true
    expect(await service.end('SIGTERM')).toBe(0)
    expect(service.lines).toEqual(['closed'])
    await Promise.all(writers)
    expect(await collect(fsckSqliteLedger(file))).toEqual([])

    const again = await startServing(settings)
    const found = new Map<number, string>()
    for (let from: number | undefined = 0; from !== undefined; ) {
      const page = await jsonOf(fetch(`${again.url}/entries?from=${from}&limit=1000`))
      for (const { sequence, token } of page.entries) found.set(sequence, token)
      from = page.next
    }
    for (const [sequence, token] of acknowledged) expect(found.get(sequence)).toBe(token)
    expect(new Set(found.values()).size).toBe(found.size)
    const [last] = acknowledged.values()
    expect(await jsonOf(postTokens(again.url, [last ?? '']))).toMatchObject({ ok: true, duplicate: true })
    expect(await again.end('SIGTERM')).toBe(0)
  })

  it('a second signal cuts what is under way', async () => {
    const service = await startServing({ ledger: `sqlite:${folder.path('ledger.db')}`, signerKey, keys })
    const client = await rawClient(service.url)
    client.send(
      'POST /ects HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/wimse-exec+jwt\r\nContent-Length: 9\r\n\r\n',
    )
    // The answer to another client shows that this one is being read.
    expect((await fetch(`${service.url}/healthz`, { headers: { connection: 'close' } })).status).toBe(200)
    service.child.kill('SIGTERM')
    const isOpen = (): Promise<boolean> =>
      fetch(`${service.url}/healthz`).then(
        () => true,
        () => false,
      )
    while (await isOpen()) await new Promise((resolve) => setTimeout(resolve, 10))
    expect(await service.end('SIGTERM')).toBe(0)
    await client.gone
  })
})
