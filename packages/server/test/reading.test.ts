import {
  checkCheckpoint,
  checkConsistency,
  checkInclusion,
  checkReceipt,
  formatTilePath,
  leafHash,
  MemoryLedger,
  parseCheckpoint,
} from '@wimse-ect/ledger'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alice, bob, issuedAt, signedToken, uuid, verifiedAt } from '../../ledger/contract/tokens.ts'
import { audience, jsonOf, startService, type TestService, verifierKey } from './test-service.ts'

const wid = uuid(9)
const tokens = [
  signedToken({ wid, tid: uuid(1), jti: uuid(21) }),
  signedToken({ wid, tid: uuid(2), par: [uuid(1)], pol_decision: 'rejected' }, bob),
  signedToken({ tid: uuid(3) }),
  signedToken({ wid, tid: uuid(4), par: [uuid(1), uuid(3)] }, bob),
  signedToken({ wid: uuid(8), tid: uuid(1) }),
]
let service: TestService
beforeAll(async () => {
  service = await startService()
  await service.post(tokens)
})
afterAll(() => service.close())

const get = (path: string): Promise<Response> => service.get(path)
const json = (path: string) => jsonOf(get(path))
const sequences = async (path: string): Promise<number[]> =>
  (await json(path)).entries.map(({ sequence }: { sequence: number }) => sequence)
const bytesOf = (texts: string[]): Uint8Array[] => texts.map((text) => new Uint8Array(Buffer.from(text, 'base64')))

describe('entries', () => {
  it('[LEDGER-ENTRY] an entry has its token, the decision in it, and its parents', async () => {
    expect(await json('/entries/1')).toEqual({
      sequence: 1,
      taskId: uuid(2),
      workflowId: wid,
      agent: bob.agent,
      action: 'review_spec',
      decision: 'rejected',
      parents: [{ taskId: uuid(1), sequence: 0 }],
      verifiedAt,
      storedAt: verifiedAt + 1,
      latenessSeconds: 0,
      token: tokens[1],
    })
    expect(await json('/entries/2')).not.toHaveProperty('workflowId')
  })

  it('what is not there gets 404, what is no number 400', async () => {
    for (const path of ['/entries/5', '/entries/5/receipt', `/tokens?iss=x&jti=${uuid(1)}`, `/graph/${uuid(5)}`]) {
      expect((await get(path)).status, path).toBe(404)
    }
    const malformed = ['/entries/x', '/entries/-1', '/entries/01', '/entries/9007199254740993', '/entries?from=1.5']
    const more = [
      '/entries?limit=0',
      '/entries?limit=1001',
      '/tokens?iss=x',
      '/proof/inclusion?sequence=0',
      '/agents/%ff',
    ]
    const choices = [
      `/graph/${wid}?format=svg`,
      '/workflows?decision=maybe',
      '/workflows?cursor=0',
      '/workflows?since=x',
    ]
    for (const path of [...malformed, ...more, ...choices]) expect((await get(path)).status, path).toBe(400)
  })

  it('[LEDGER-ORDER] pages lead through all entries, each seen once', async () => {
    const seen: number[] = []
    let from: number | undefined = 0
    while (from !== undefined) {
      const page = await json(`/entries?from=${from}&limit=2`)
      expect(page.entries.length).toBeLessThanOrEqual(2)
      seen.push(...page.entries.map(({ sequence }: { sequence: number }) => sequence))
      from = page.next
    }
    expect(seen).toEqual([0, 1, 2, 3, 4])
    expect(await json('/entries?from=5')).toEqual({ entries: [] })
  })

  it('[LEDGER-LOOK-UP] entries are found by task, by token, by workflow and by agent', async () => {
    expect(await sequences(`/tasks/${uuid(1)}`)).toEqual([0, 4])
    expect(await sequences(`/tasks/${uuid(1).toUpperCase()}?wid=${wid}`)).toEqual([0])
    expect(await sequences('/tasks/no-uuid')).toEqual([])
    expect(await json(`/tokens?iss=${encodeURIComponent(alice.agent)}&jti=${uuid(21)}`)).toMatchObject({ sequence: 0 })
    expect(await sequences(`/workflows/${wid}`)).toEqual([0, 1, 3])
    expect(await sequences(`/workflows/${wid}?from=1&limit=1`)).toEqual([1])
    expect(await json(`/workflows/${wid}?limit=2`)).toMatchObject({ next: 3 })
    expect(await sequences(`/workflows/${uuid(5)}`)).toEqual([])
    expect(await sequences(`/agents/${encodeURIComponent(bob.agent)}`)).toEqual([1, 3])
    expect(await json(`/agents/${encodeURIComponent(alice.agent)}?from=1&limit=1`)).toMatchObject({ next: 4 })
  })
})

describe('graph', () => {
  it('has the tasks of the workflow, the parents outside of it, and edges from parents to children', async () => {
    const { nodes, edges } = await json(`/graph/${wid}`)
    expect(nodes).toMatchObject([
      { taskId: uuid(1), sequence: 0, agent: alice.agent, decision: 'approved', state: 'approved' },
      { taskId: uuid(2), sequence: 1, agent: bob.agent, decision: 'rejected', state: 'rejected' },
      { taskId: uuid(3), sequence: 2 },
      { taskId: uuid(4), sequence: 3 },
    ])
    expect(edges).toEqual([
      { from: uuid(1), to: uuid(2) },
      { from: uuid(1), to: uuid(4) },
      { from: uuid(3), to: uuid(4) },
    ])
  })

  it('is also drawn for Mermaid and for Graphviz', async () => {
    const mermaid = await get(`/graph/${wid}?format=mermaid`)
    expect(mermaid.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(await mermaid.text()).toMatch(/^flowchart TB\n/)
    const dot = await get(`/graph/${wid}?format=dot`)
    expect(dot.headers.get('content-type')).toBe('text/vnd.graphviz; charset=utf-8')
    expect(await dot.text()).toMatch(/^digraph tasks \{\n/)
  })

  it.each([2, 3])('of more tasks than the limit, parents outside included, is not drawn: %d', async (maxGraphTasks) => {
    const small = await startService({ ledger: service.ledger, limits: { maxGraphTasks } })
    expect((await small.get(`/graph/${wid}`)).status).toBe(413)
    expect((await small.get(`/graph/${uuid(8)}`)).status).toBe(200)
    await small.close()
  })
})

describe('the log', () => {
  it('[CHECKPOINT-NOTE] [PROOF-RECEIPT] its checkpoint and its receipts are checked with its key alone', async () => {
    const answer = await get('/checkpoint')
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(checkCheckpoint(await answer.text(), { logKey: verifierKey }).size).toBe(5)
    const receipt = await (await get('/entries/3/receipt')).text()
    expect(checkReceipt(receipt, { logKey: verifierKey })).toMatchObject({ token: tokens[3], sequence: 3 })
  })

  it('[PROOF-INCLUSION] [PROOF-CONSISTENCY] its proofs lead to its checkpoint', async () => {
    const head = parseCheckpoint(await (await get('/checkpoint')).text())
    const { proof, ...asked } = await json('/proof/inclusion?sequence=2&size=5')
    expect(asked).toEqual({ sequence: 2, size: 5 })
    checkInclusion(bytesOf(proof), leafHash(tokens[2] ?? ''), 2, head)
    expect(await json('/proof/consistency?from=0&to=5')).toEqual({ from: 0, to: 5, proof: [] })
    const consistency = await json('/proof/consistency?from=3&to=5')
    const { root } = await headAt(3)
    checkConsistency(bytesOf(consistency.proof), { size: 3, root }, head)
    for (const path of ['/proof/inclusion?sequence=5&size=5', '/proof/inclusion?sequence=0&size=6']) {
      expect((await get(path)).status).toBe(404)
    }
    expect((await get('/proof/consistency?from=3&to=6')).status).toBe(404)
  })

  it('[LEDGER-TILES] its tiles and bundles have the C2SP paths, and may be kept for ever', async () => {
    for (const level of [0, 'entries'] as const) {
      const path = { level, index: 0, width: 5 }
      const answer = await get(`/${formatTilePath(path)}`)
      expect(answer.headers.get('content-type')).toBe('application/octet-stream')
      expect(answer.headers.get('cache-control')).toContain('immutable')
      expect(new Uint8Array(await answer.arrayBuffer())).toEqual(await service.ledger.tile(path))
    }
    for (const path of ['/tile/0/000', '/tile/0/000.p/6', '/tile/0/0', '/tile/64/000', '/tile/', '/tile/0/..%2f000']) {
      expect((await get(path)).status, path).toBe(404)
    }
  })

  it('says what it is, and with which keys the service verifies', async () => {
    expect(await json('/log')).toEqual({
      origin: 'ledger.example.com/audit',
      logKey: verifierKey,
      ids: 'uuid',
      size: 5,
      maxLatenessSeconds: 0,
      audience,
    })
    const { keys } = await json('/keys')
    expect(keys.map(({ kid, sub }: { kid: string; sub: string }) => [kid, sub])).toContainEqual([
      alice.kid,
      alice.agent,
    ])
  })

  it('[ERROR-TEXT-CLEAN] a private key that got into the key set is not shown, nor a symmetric one', async () => {
    const secret = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'secret', kid: 'k', sub: 'spiffe://example.com/a' }
    const other = await startService({ keys: { keys: [secret, { kty: 'oct', k: 'secret', kid: 'o' }] } })
    const text = await (await other.get('/keys')).text()
    expect(JSON.parse(text).keys).toHaveLength(1)
    expect(text).not.toContain('secret')
    await other.close()
    const listed = await startService({ keys: () => undefined })
    expect((await listed.get('/keys')).status).toBe(404)
    await listed.close()
  })
})

describe('HTTP', () => {
  it('HEAD is answered as GET, without a body', async () => {
    const answer = await fetch(`${service.url}/entries/0`, { method: 'HEAD' })
    expect([answer.status, await answer.text()]).toEqual([200, ''])
    expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(100)
  })

  it('another method gets 405 and is told which there are', async () => {
    const said = async (method: string, path: string): Promise<unknown[]> => {
      const answer = await fetch(service.url + path, { method })
      return [answer.status, answer.headers.get('allow')]
    }
    expect(await said('POST', '/entries')).toEqual([405, 'GET, HEAD'])
    expect(await said('GET', '/ects')).toEqual([405, 'POST'])
    for (const method of ['PUT', 'DELETE', 'OPTIONS', 'PATCH'])
      expect(await said(method, '/ects')).toEqual([405, 'GET, HEAD, POST'])
    expect(await said('GET', '/nothing')).toEqual([404, null])
  })

  it('every answer forbids pages everything but this service, and nobody else gets leave to read it', async () => {
    const origin = { origin: 'https://mallory.example' }
    for (const path of ['/entries', '/nothing', '/healthz', '/tile/0/000.p/5', '/entries/x']) {
      const { headers } = await service.get(path, origin)
      expect(headers.get('content-security-policy'), path).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
          "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      )
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('access-control-allow-origin')).toBeNull()
      expect(headers.get('cache-control')).toMatch(path.startsWith('/tile') ? /immutable/ : /^no-store$/)
    }
  })
})

async function headAt(size: number): Promise<{ root: Uint8Array }> {
  const part = await startService()
  await part.post(tokens.slice(0, size))
  const head = parseCheckpoint(await (await part.get('/checkpoint')).text())
  await part.close()
  return head
}

it('[MODE-LATENESS-SHOWN] an entry shows how late it came', async () => {
  const ledger = new MemoryLedger({ maxLatenessSeconds: 3600 })
  const late = await startService({ ledger, clock: () => issuedAt + 1000 })
  await late.post([signedToken()])
  expect(await jsonOf(late.get('/entries/0'))).toMatchObject({ latenessSeconds: 401 })
  await late.close()
})
