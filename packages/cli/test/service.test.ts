import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { type Agent, agents, Bench, ended, jsonLines, judging, lastJson } from './bench.ts'

const wid = '550e8400-e29b-41d4-a716-446655440000'
const taskId = (n: number): string => `550e8400-e29b-41d4-a716-44665544${String(n).padStart(4, '0')}`
const database = ['--ledger', 'sqlite:ledger.db']
const secret = 'a-bearer-token-of-the-tests'

let bench: Bench
let alice: Agent
let logKey: string

beforeEach(async () => {
  bench = new Bench()
  alice = (await agents(bench, 'alice')).alice
  const init = ['ledger', 'init', ...database, '--origin', 'example.com/log', '--log-key-out', 'log.key']
  logKey = (await bench.ect(init)).stdout.trim()
})

const task = (n: number, par: readonly string[] = []) => alice.sign({ wid, tid: taskId(n), par })

/** Serves the ledger until the test ends. */
async function serve(...args: readonly string[]) {
  const child = bench.start(['serve', ...database, ...judging, '--port', '0', ...args])
  const end = ended(child)
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line]: readonly unknown[] = await once(child.stdout, 'data')
  return { child, end, url: String(line).trim() }
}

it('serve records over HTTP, the verbs that read ask it, and it stops when it is told to', async () => {
  const { child, end, url } = await serve('--threads', '0')
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const tokens = [await task(1), await task(2, [taskId(1)])]
  const headers = { 'content-type': 'application/wimse-exec+jwt' }
  const answer = await fetch(`${url}/ects`, { method: 'POST', headers, body: tokens.join('\n') })
  expect(answer.status).toBe(200)

  const service = ['--ledger', url]
  const listed = jsonLines((await bench.ect(['ledger', 'list', ...service, '--json'])).stdout)
  expect(listed).toMatchObject([{ sequence: 0 }, { sequence: 1, parents: [{ taskId: taskId(1), sequence: 0 }] }])
  expect(jsonLines((await bench.ect(['ledger', 'list', ...database, '--json'])).stdout)).toEqual(listed)
  for (const name of ['0', taskId(1), tokens[0] ?? '']) {
    expect(lastJson((await bench.ect(['ledger', 'get', ...service, '--json', name])).stdout)).toEqual(listed[0])
  }
  expect((await bench.ect(['ledger', 'get', ...service, '7'])).code).toBe(1)
  expect((await bench.ect(['ledger', 'checkpoint', ...service])).stdout).toMatch(/^example\.com\/log\n2\n/)
  bench.write('receipt', (await bench.ect(['ledger', 'prove', ...service, '1'])).stdout)
  expect((await bench.ect(['ledger', 'check', 'receipt', '--log-key', logKey])).code).toBe(0)
  const graph = JSON.parse((await bench.ect(['graph', ...service, '--workflow', wid, '--format', 'json'])).stdout)
  expect(graph).toMatchObject({ edges: [{ from: taskId(1), to: taskId(2) }] })
  expect((await bench.ect(['verify', ...judging, ...service, await task(3, [taskId(2)])])).code).toBe(0)
  const orphan = await bench.ect(['verify', ...judging, ...service, '--json', await task(3, [taskId(9)])])
  expect(lastJson(orphan.stdout)).toMatchObject({ ok: false, code: 'ECT_DAG_PARENT_MISSING' })
  expect((await bench.ect(['ledger', 'fsck', ...service])).code).toBe(2)

  child.kill('SIGTERM')
  const { code, stderr } = await end
  expect(code).toBe(0)
  for (const token of tokens) expect(stderr).not.toContain(token)
})

it('a bearer token comes from the environment or a file, and without it the service refuses', async () => {
  bench.write('tokens', `${secret}\n`)
  const { url } = await serve('--write-tokens', 'tokens')
  const list = ['ledger', 'list', '--ledger', url]
  expect(await bench.ect(list)).toMatchObject({ code: 3, stdout: '' })
  expect((await bench.ect(list, { env: { ECT_TOKEN: secret } })).code).toBe(0)
  expect((await bench.ect([...list, '--bearer-file', 'tokens'])).code).toBe(0)
})

it('what is no bearer token is wrong use, and is not repeated', async () => {
  bench.write('tokens', `${secret}\n${secret}-too\n`)
  const { code, stdout, stderr } = await bench.ect([
    'ledger',
    'list',
    '--ledger',
    'http://127.0.0.1:9',
    '--bearer-file',
    'tokens',
  ])
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).not.toContain(secret)
})

it('a bearer token is never sent in the clear to another machine', async () => {
  const list = ['ledger', 'list', '--ledger', 'http://192.0.2.1:1']
  expect(await bench.ect(list, { env: { ECT_TOKEN: secret } })).toMatchObject({ code: 2, stdout: '' })
})

it('keys that are added to the set count after SIGHUP', async () => {
  const { child, url } = await serve()
  const all = JSON.parse(bench.read('jwks.json')) as { keys: unknown[] }
  const bob = await agents(bench, 'bob')
  bench.write('jwks.json', JSON.stringify({ keys: [...all.keys, bob.bob.publicJwk] }))
  const kids = async () => JSON.stringify(await (await fetch(`${url}/keys`)).json())
  expect(await kids()).not.toContain('bob-key')
  child.kill('SIGHUP')
  while (!(await kids()).includes('bob-key'));
  expect(await kids()).toContain('alice-key')
})

it.each([
  ['another address without access control', ['--host', '0.0.0.0']],
  ['a port that is none', ['--port', '70000']],
  ['a number of threads that is none', ['--threads', 'two']],
  ['a certificate without its key', ['--tls-cert', 'cert.pem']],
  ['another kind of identifiers', ['--ids', 'opaque']],
  ['a short bearer token', ['--write-tokens', 'short']],
])('serve: %s is wrong use', async (_title, args) => {
  bench.write('short', 'short')
  expect(await bench.ect(['serve', ...database, ...judging, ...args])).toMatchObject({ code: 2, stdout: '' })
})

it('serve: a port that is taken and a ledger that is not there could not be served', async () => {
  const { url } = await serve()
  const other = ['--ledger', 'sqlite:other.db']
  await bench.ect(['ledger', 'init', ...other, '--origin', 'o', '--log-key-out', 'o.key'])
  const taken = await bench.ect(['serve', ...other, ...judging, '--port', new URL(url).port])
  expect(taken).toMatchObject({ code: 3, stdout: '' })
  expect((await bench.ect(['serve', '--ledger', 'sqlite:no.db', ...judging])).code).toBe(3)
})

it.each([
  ['nobody answers', undefined],
  ['something else answers', 'hello'],
  ['a stranger answers in JSON', '{"ids":"uuid","entries":[{"sequence":0}],"next":0}'],
  ['pages go round in a circle', '{"ids":"uuid","entries":[],"next":0}'],
])('when %s, reading fails and ends', async (_title, body) => {
  const server = createServer((_request, response) => response.end(body)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  if (body === undefined) await new Promise((resolve) => server.close(resolve))
  const { code, stdout, stderr } = await bench.ect(['ledger', 'list', '--ledger', `http://127.0.0.1:${port}/`])
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
  expect(stderr).not.toContain('    at ')
})
