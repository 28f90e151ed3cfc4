import { equal, notEqual, ok } from 'node:assert/strict'
import { decodeEct } from '@wimse-ect/claims'
import { createLedgerServer, type LedgerServer } from '@wimse-ect/server'
import { routes } from '../../../packages/server/src/routes.ts'
import { noteSignerOf } from '../properties/keys.ts'
import { recordedLedger, recording } from '../properties/recorded.ts'
import { textOf } from '../properties/text-of.ts'
import type { Target } from '../target.ts'

const { audience, keys, steps, now } = recording
const signer = noteSignerOf('log-key', 'ledger.example.com/audit', 'log')
const client = { address: '127.0.0.1' }
const limits = { requestBurst: 1_000_000_000, requestsPerSecond: 1_000_000_000 }
const open = await service({})
const closed = await service({ access: { writeTokens: ['a-token-of-nobody-0001'] } })

/**
 * Requests to the ledger service: no status of 500 and above, problem details for every refusal and for nothing else,
 * and nothing for who has no right to it. A request that writes goes to a service of its own.
 *
 * An input is a method and a target, fields, an empty line and a body, as HTTP has them, with simple line breaks.
 */
export const target: Target = {
  async check(input) {
    const request = requestIn(textOf(input))
    if (request === undefined) return
    const answer = await (request.method === 'POST' ? await service({}) : open).handle(request.clone(), client)
    ok(answer.status < 500, `status ${answer.status}`)
    const isProblem = answer.headers.get('content-type') === 'application/problem+json'
    equal(isProblem, answer.status >= 400)
    equal(answer.headers.get('x-content-type-options'), 'nosniff')
    const body = await answer.text()
    if (isProblem) equal(statusIn(body), answer.status)
    const refused = await closed.handle(request, client)
    if (new URL(request.url).pathname !== '/healthz') notEqual(refused.status < 400, true, `status ${refused.status}`)
  },
  seeds: () => [...routes.map(({ method, path }) => seedOf(method, path)), ...extraSeeds],
  words: [
    '?from=',
    '&to=',
    '?size=',
    '&sequence=',
    '&limit=',
    '?format=',
    '?cursor=',
    '?iss=',
    '&jti=',
    '?wid=',
    '%2F',
    '/tile/',
  ],
  isCostly: true,
}

function statusIn(problem: string): unknown {
  return (JSON.parse(problem) as { readonly status?: unknown }).status
}

async function service(options: object): Promise<LedgerServer> {
  const ledger = await recordedLedger(signer)
  return createLedgerServer({ ledger, audience, keys, limits, clock: () => now, ...options })
}

const contentType = 'content-type: application/wimse-exec+jwt'
const taskId = String(decodeEct(steps[0]?.submit ?? '').payload.tid)
const extraSeeds = [
  'GET /entries?limit=0\nhost: localhost\n\n',
  'GET /entries?limit=1001\nhost: localhost\n\n',
  'GET /proof/inclusion?sequence=0&size=2\nhost: localhost\n\n',
  'GET /proof/consistency?from=1&to=2\nhost: localhost\n\n',
  'GET /tile/0/000.p/2\nhost: localhost\n\n',
  'GET /workflows?agent=a&action=b&decision=approved&since=1&until=2&q=x&cursor=3&limit=4\nhost: localhost\n\n',
  'HEAD /entries?from=1&limit=2\nhost: localhost\naccept: text/html\n\n',
  `POST /ects\nhost: localhost\n${contentType}\n\n${steps.map(({ submit }) => submit).join('\n')}`,
]

function seedOf(method: string, path: string): string {
  const target = path.replace('{sequence}', '0').replace(/\{[^}]+\}/, taskId)
  return `${method} ${target}\nhost: localhost\n${contentType}\n\n${method === 'POST' ? steps[0]?.submit : ''}`
}

/** `undefined` for what no request of the fetch API can be made of. */
function requestIn(text: string): Request | undefined {
  const [head = '', ...rest] = text.split('\n\n')
  const [first = '', ...fields] = head.split('\n')
  const [method = '', path = ''] = first.split(' ')
  try {
    const headers = new Headers(fields.map((field) => [field.split(':')[0] ?? '', field.split(':').slice(1).join(':')]))
    if (!headers.has('host')) headers.set('host', 'localhost')
    const body = method === 'GET' || method === 'HEAD' ? undefined : rest.join('\n\n')
    return new Request(`http://localhost/${path.replace(/^\//, '')}`, { method, headers, body: body ?? null })
  } catch {
    return undefined
  }
}
