import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fastParent, type PostgresServer, startPostgres } from '../../ledger-postgres/test/postgres-server.ts'
import { agents, Bench, judging, lastJson } from './bench.ts'

let server: PostgresServer | undefined
let url: string

beforeAll(async () => {
  const { ECT_TEST_POSTGRES_URL } = process.env
  if (ECT_TEST_POSTGRES_URL === undefined) server = await startPostgres(fastParent())
  url = ECT_TEST_POSTGRES_URL ?? server?.url ?? ''
}, 120_000)

afterAll(async () => {
  await server?.remove()
})

it('a log in PostgreSQL goes through every verb, with no option but those of the contract', async () => {
  const bench = new Bench()
  const { alice } = await agents(bench, 'alice')
  const name = `example.com/${randomUUID()}`
  // A database of the tests may hold other logs.
  const ledger = ['--ledger', url, '--log', name]
  const made = await bench.ect(['ledger', 'init', '--ledger', url, '--origin', name, '--log-key-out', 'log.key'])
  expect(made.code).toBe(0)
  const logKey = made.stdout.trim()
  const token = await alice.sign()
  const appended = await bench.ect(['ledger', 'append', ...ledger, ...judging, token])
  expect(lastJson(appended.stdout)).toMatchObject({ sequence: 0 })
  bench.write('receipt', (await bench.ect(['ledger', 'prove', ...ledger, '0'])).stdout)
  expect((await bench.ect(['ledger', 'check', 'receipt', '--log-key', logKey, '--token', token])).code).toBe(0)
  expect((await bench.ect(['ledger', 'fsck', ...ledger])).code).toBe(0)
  expect((await bench.ect(['verify', ...judging, ...ledger, token])).code).toBe(0)
  expect((await bench.ect(['ledger', 'tiles', ...ledger, '--out', 'tiles'])).code).toBe(0)

  // From PostgreSQL into a file, and back under another name.
  expect((await bench.ect(['ledger', 'export', ...ledger, '--out', 'archive'])).code).toBe(0)
  const file = ['ledger', 'import', '--ledger', 'sqlite:copy.db', '--log-key', logKey, 'archive']
  expect((await bench.ect(file)).code).toBe(0)
  const back = ['ledger', 'import', '--ledger', url, '--log', `${name}/copy`, '--log-key', logKey, 'archive']
  expect((await bench.ect(back)).code).toBe(0)
  const copy = ['ledger', 'checkpoint', '--ledger', url, '--log', `${name}/copy`]
  expect((await bench.ect(copy)).stdout).toBe((await bench.ect(['ledger', 'checkpoint', ...ledger])).stdout)

  // Somebody else has no note of where the key lies.
  const elsewhere = { env: { HOME: bench.path('nowhere') } }
  expect((await bench.ect(['ledger', 'append', ...ledger, ...judging, token], elsewhere)).code).toBe(2)
  const named = ['ledger', 'append', ...ledger, ...judging, '--log-key-in', 'log.key', token]
  expect((await bench.ect(named, elsewhere)).code).toBe(0)
})

it('a database that cannot be reached exits with 3, and its password is not repeated', async () => {
  const bench = new Bench()
  await agents(bench, 'alice')
  const away = ['--ledger', 'postgres://ect:hunter2@127.0.0.1:1/postgres']
  for (const args of [
    ['ledger', 'list', ...away],
    ['ledger', 'append', ...away, ...judging, 'x'],
  ]) {
    const { code, stdout, stderr } = await bench.ect(args)
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).not.toContain('hunter2')
  }
})
