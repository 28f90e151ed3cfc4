import { executionContext } from '@wimse-ect/http/hono'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createVerifier, executionContextField, jwksKeys } from 'wimse-ect'
import { createAgentApp } from '../src/agent-app.ts'
import { AgentRefusal } from '../src/agent-refusal.ts'
import { logError } from '../src/log.ts'

const verifier = createVerifier({ audience: 'spiffe://example.com/agent/alice', keys: jwksKeys({ keys: [] }) })
const app = createAgentApp()
app.use(executionContext({ verifier, required: false, onRefusal: logError, onFailure: logError }))
app.post('/tasks', (c) => c.text('done'))
app.post('/stranger', () => Promise.reject(new AgentRefusal('secret')))
app.post('/broken', () => Promise.reject(new Error('secret')))

let log: string
beforeEach(() => {
  log = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    log += String(text)
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

const post = async (path: string, init: RequestInit = {}): Promise<Response> =>
  app.request(path, { method: 'POST', ...init })

test('[HTTP-NO-ORACLE] a refused token and a refusing agent look the same to the peer; the log has codes', async () => {
  const seen = []
  for (const [path, headers, code] of [
    ['/tasks', { [executionContextField]: 'a.b.c' }, 'ECT_TOKEN_BASE64URL'],
    ['/stranger', {}, 'AGENT_POLICY'],
  ] as const) {
    log = ''
    const response = await post(path, { headers })
    seen.push([response.status, [...response.headers], await response.text()])
    expect(JSON.parse(log)).toMatchObject({ event: 'refused', code })
  }
  expect(seen[0]?.[0]).toBe(403)
  expect(seen[1]).toEqual(seen[0])
})

test('a fault of the process itself tells the peer nothing and is logged as a failure', async () => {
  const response = await post('/broken')
  expect(response.status).toBe(500)
  expect(await response.text()).not.toContain('secret')
  expect(JSON.parse(log)).toMatchObject({ event: 'failed', text: expect.stringContaining('secret') })
})

test('a body that is too large is refused', async () => {
  expect((await post('/tasks', { body: new Uint8Array(1_048_576) })).status).toBe(200)
  expect((await post('/tasks', { body: new Uint8Array(1_048_577) })).status).toBe(413)
})

test('an unknown path is not found', async () => {
  expect((await post('/nothing')).status).toBe(404)
})
