import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { EctError, executionContextField, executionContextMediaType } from 'wimse-ect'
import { AgentRefusal } from '../src/agent-refusal.ts'
import { jsonMessage, type Message } from '../src/message.ts'
import { serve } from '../src/serve.ts'

const refused = { type: 'about:blank', title: 'Forbidden', status: 403 }

function fail(error: Error): () => Promise<Message> {
  return () => Promise.reject(error)
}

const url = await serve(
  new Map<string, (request: Message) => Promise<Message>>([
    ['POST /echo', async ({ tokens, body }) => jsonMessage({ tokens, bytes: body.length })],
    ['POST /forged', fail(new EctError('ECT_SIGNATURE_INVALID', { taskId: 'secret' }))],
    ['POST /stranger', fail(new AgentRefusal('secret'))],
    ['POST /broken', fail(new Error('secret'))],
  ]),
)

let log: string
beforeEach(() => {
  log = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    log += String(text)
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

const post = (path: string, init: RequestInit = {}): Promise<Response> => fetch(url + path, { method: 'POST', ...init })

test('tokens come from the field', async () => {
  const response = await post('/echo', { headers: { [executionContextField]: 'a.b.c, d.e.f' }, body: 'work' })
  expect(await response.json()).toEqual({ tokens: ['a.b.c', 'd.e.f'], bytes: 4 })
})

test.each([
  executionContextMediaType,
  `${executionContextMediaType}; charset=utf-8`,
  `${executionContextMediaType.toUpperCase()} ;x=1`,
])('[HTTP-BODY-FORM] tokens come from the body when its type is %s', async (type) => {
  const response = await post('/echo', { headers: { 'content-type': type }, body: 'a.b.c\nd.e.f\n' })
  expect(await response.json()).toEqual({ tokens: ['a.b.c', 'd.e.f'], bytes: 0 })
})

test('[HTTP-ALL-VERIFIED] tokens in the field and in the body at once are refused', async () => {
  const headers = { 'content-type': executionContextMediaType, [executionContextField]: 'a.b.c' }
  const response = await post('/echo', { headers, body: 'd.e.f\n' })
  expect(response.status).toBe(400)
  expect(JSON.parse(log)).toMatchObject({ event: 'refused', code: 'ECT_FIELD_SYNTAX' })
})

test('[HTTP-BODY-FORM] bytes that are no token are refused', async () => {
  const headers = { 'content-type': executionContextMediaType }
  const response = await post('/echo', { headers, body: Uint8Array.of(0xff, 0x2e, 0x61) })
  expect(response.status).toBe(400)
  expect(JSON.parse(log)).toMatchObject({ event: 'refused', code: 'ECT_FIELD_SYNTAX' })
})

test('a refused token and a refusing agent look the same to the peer; the log of the process has the code', async () => {
  for (const [path, code] of [
    ['/forged', 'ECT_SIGNATURE_INVALID'],
    ['/stranger', 'AGENT_POLICY'],
  ] as const) {
    log = ''
    const response = await post(path)
    expect([response.status, await response.json()]).toEqual([403, refused])
    expect(JSON.parse(log)).toMatchObject({ event: 'refused', code, request: response.headers.get('request-id') })
  }
})

test('a fault of the process itself tells the peer nothing and is logged as a failure', async () => {
  const response = await post('/broken')
  expect(response.status).toBe(500)
  expect(await response.text()).not.toContain('secret')
  expect(JSON.parse(log)).toMatchObject({ event: 'failed', text: expect.stringContaining('secret') })
})

test('a body that is too large is refused', async () => {
  const response = await post('/echo', { body: new Uint8Array(1_048_577) })
  expect(response.status).toBe(413)
})

test('an unknown path is not found', async () => {
  expect((await post('/nothing')).status).toBe(404)
})
