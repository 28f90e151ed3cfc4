import { expect, it } from 'vitest'
import { LedgerApi } from '../../src/service/ledger-api.ts'

function answering(status: number, body: string, seen: (request: Request) => void = () => undefined): LedgerApi {
  return new LedgerApi(async (input, init) => {
    seen(new Request(new URL(String(input), 'http://127.0.0.1/'), init))
    return new Response(body, { status })
  })
}

it.for([
  [401, 'locked'],
  [403, 'locked'],
  [404, 'missing'],
  [400, 'refused'],
  [429, 'busy'],
  [503, 'busy'],
  [500, 'broken'],
] as const)('says of status %d that it is %s', async ([status, failure]) => {
  await expect(answering(status, '{}').logFacts()).rejects.toMatchObject({ failure })
})

it('says that a service is unreachable', async () => {
  const api = new LedgerApi(() => Promise.reject(new TypeError('no route')))
  await expect(api.logFacts()).rejects.toMatchObject({ failure: 'unreachable' })
})

it.for([
  '',
  'null',
  '[]',
  '{"entries":{}}',
  '{"entries":[{"sequence":"1"}]}',
  '{"entries":[],"next":-1}',
  '{"entries":[],"next":1}',
])('refuses %o as a page of entries', async (body) => {
  await expect(answering(200, body).entriesOfWorkflow('w', 0, 10)).rejects.toMatchObject({ failure: 'malformed' })
})

it('percent-encodes foreign text in paths, and sends the access token once it has one', async () => {
  const requests: Request[] = []
  const api = answering(200, '{"entries":[]}', (request) => requests.push(request))
  await api.entriesOfWorkflow('../log?x', 0, 10)
  api.signIn('0123456789abcdef')
  await api.entriesOfWorkflow('w', 0, 10)
  expect(requests.map(({ url }) => new URL(url).pathname)).toEqual(['/workflows/..%2Flog%3Fx', '/workflows/w'])
  expect(requests.map(({ headers }) => headers.get('authorization'))).toEqual([null, 'Bearer 0123456789abcdef'])
})

it('takes what a service does not have for absent', async () => {
  const api = answering(404, '')
  expect([await api.text('keys'), await api.bytes('tile/0/000')]).toEqual([undefined, undefined])
})
