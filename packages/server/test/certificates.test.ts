import { once } from 'node:events'
import { request } from 'node:https'
import { text } from 'node:stream/consumers'
import { connect } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signedToken } from '../../ledger/contract/tokens.ts'
import { type Authority, type Issued, makeAuthority, type Names } from './authority.ts'
import { HeldLedger } from './held-ledger.ts'
import { startService, type TestService } from './test-service.ts'

const aliceName = 'spiffe://example.com/agent/alice'
let ours: Authority
let others: Authority
let service: TestService
beforeAll(async () => {
  ours = await makeAuthority('our authority')
  others = await makeAuthority('our authority')
  const own = await ours.issue({ subject: 'CN=ledger', ips: ['127.0.0.1'] })
  service = await startService({
    host: '127.0.0.1',
    tls: { ...own, ca: ours.cert },
    access: {
      writeCertificates: [`URI:${aliceName}`, 'DNS:writer.example.com'],
      readCertificates: ['CN=auditor'],
      writeTokens: ['writer-0123456789abcdef'],
    },
  })
})
afterAll(() => service.close())

interface Asking {
  readonly body?: string
  readonly headers?: Record<string, string>
  /** Default: the service of all tests. */
  readonly url?: string
}

/** Asks on a connection of its own. */
async function ask(
  path: string,
  client: Partial<Issued> = {},
  { body, headers = {}, url = service.url }: Asking = {},
): Promise<number> {
  const sent = request(new URL(path, url), {
    ...client,
    ca: ours.cert,
    agent: false,
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/wimse-exec+jwt', ...headers },
  })
  sent.end(body)
  const [answer] = await once(sent, 'response')
  await text(answer)
  return answer.statusCode
}

async function mayDo(client: Partial<Issued>): Promise<{ read: number; write: number }> {
  return { read: await ask('/entries', client), write: await ask('/ects', client, { body: signedToken() }) }
}

describe('client certificates', () => {
  it.each<[string, Names]>([
    ['a URI', { subject: 'CN=any', uris: [aliceName] }],
    ['a DNS name', { subject: 'CN=any', dns: ['other.example.com', 'writer.example.com'] }],
  ])('a writer is known by %s', async (_, names) => {
    expect(await mayDo(await ours.issue(names))).toEqual({ read: 200, write: 201 })
  })

  it('a reader is known by the common name of the subject, and may not write', async () => {
    expect(await mayDo(await ours.issue({ subject: 'CN=auditor, O=Example' }))).toEqual({ read: 200, write: 403 })
  })

  it.each<[string, Names]>([
    ['of another name', { subject: 'CN=mallory', uris: ['spiffe://example.com/agent/mallory'] }],
    ['whose name only begins alike', { subject: 'CN=auditors', uris: [`${aliceName}/x`] }],
    ['whose URI holds another name behind a comma', { subject: 'CN=m', uris: [`spiffe://m, URI:${aliceName}`] }],
    ['whose DNS name holds a URI', { subject: 'CN=m', dns: [`m, URI:${aliceName}`] }],
    ['whose subject holds a line that looks like one', { subject: 'O=m\nCN=auditor2' }],
    ['with the writer as its common name', { subject: `CN=${aliceName}` }],
  ])('one of ours %s may do nothing', async (_, names) => {
    expect(await mayDo(await ours.issue(names))).toEqual({ read: 401, write: 401 })
  })

  it('one of another authority, even of the same name, or one that has expired, may do nothing', async () => {
    const names = { subject: 'CN=auditor', uris: [aliceName] }
    expect(await mayDo(await others.issue(names))).toEqual({ read: 401, write: 401 })
    const past = new Date(Date.now() - 1000)
    expect(await mayDo(await ours.issue(names, past))).toEqual({ read: 401, write: 401 })
  })

  it('without one, a bearer token counts, and otherwise nothing but /healthz is open', async () => {
    expect(await mayDo({})).toEqual({ read: 401, write: 401 })
    expect(await ask('/healthz')).toBe(200)
    const headers = { authorization: 'Bearer writer-0123456789abcdef' }
    expect(await ask('/ects', {}, { body: signedToken(), headers })).toBe(201)
  })

  it('without TLS nobody is answered, and one who stops in the middle of the handshake keeps nobody', async () => {
    const { port } = new URL(service.url)
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow(TypeError)
    const half = connect({ port: Number(port), host: '127.0.0.1', ca: ours.cert, rejectUnauthorized: false })
    half.on('error', () => undefined)
    half.destroy()
    expect(await ask('/healthz')).toBe(200)
  })

  it('[LEDGER-DURABLE-ACK] stopping finishes what is under way over TLS, too', async () => {
    const own = await ours.issue({ subject: 'CN=ledger', ips: ['127.0.0.1'] })
    const ledger = new HeldLedger()
    const other = await startService({ tls: own, ledger })
    const quiet = connect({ port: Number(new URL(other.url).port), host: '127.0.0.1', ca: ours.cert })
    await once(quiet, 'secureConnect')
    const gone = new Promise((resolve) => quiet.once('close', resolve))
    quiet.on('error', () => undefined)
    const answer = ask('/ects', {}, { body: signedToken(), url: other.url })
    await ledger.held
    const closing = other.close()
    await gone
    ledger.release()
    expect(await answer).toBe(201)
    await closing
  })
})
