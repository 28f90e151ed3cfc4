import { createPrivateKey, type KeyObject, randomUUID, sign } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { beforeEach, expect, it } from 'vitest'
import { audience, Bench, ended, jsonLines, judging } from './bench.ts'

const agent = 'spiffe://example.com/agent/alice'
const ledger = ['--ledger', 'sqlite:ledger.db']
const append = ['ledger', 'append', ...ledger, ...judging, '-']

let bench: Bench
let key: KeyObject

beforeEach(async () => {
  bench = new Bench()
  await bench.ect(['keygen', '--kid', 'k', '--subject', agent, '--out', 'k.jwk', '--public', 'jwks.json'])
  await bench.ect(['ledger', 'init', ...ledger, '--origin', 'example.com/log', '--log-key-out', 'log.key'])
  key = createPrivateKey({ key: JSON.parse(bench.read('k.jwk')), format: 'jwk' })
})

/** A root task, made faster than a command could. */
function token(): string {
  const iat = Math.floor(Date.now() / 1000)
  const ids = { jti: randomUUID(), tid: randomUUID() }
  const claims = { iss: agent, aud: audience, iat, exp: iat + 900, ...ids, exec_act: 'a', par: [], pol: 'p' }
  const parts = [
    { typ: 'wimse-exec+jwt', alg: 'ES256', kid: 'k' },
    { ...claims, pol_decision: 'approved' },
  ]
  const input = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

it('fifty thousand tokens go through a heap of 48 MiB, in order, and every one is acknowledged', async () => {
  const count = 50_000
  const child = bench.start(append, { node: ['--max-old-space-size=48'] })
  let next = 0
  const reading = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      const { sequence } = JSON.parse(line) as { sequence?: number }
      if (sequence === next) next += 1
    }
  })()
  const end = ended(child)
  for (let made = 0; made < count; made += 100) {
    const lines = Array.from({ length: 100 }, () => `${token()}\n`).join('')
    if (!child.stdin.write(lines)) await once(child.stdin, 'drain')
  }
  child.stdin.end()
  await reading
  expect(await end).toMatchObject({ code: 0, stderr: `${count} recorded, 0 refused\n` })
  expect(next).toBe(count)
  expect((await bench.ect(['ledger', 'fsck', ...ledger])).code).toBe(0)
}, 300_000)

it('whoever writes one token and waits is answered at once', async () => {
  const child = bench.start(append)
  const end = ended(child)
  for (let sequence = 0; sequence < 3; sequence++) {
    child.stdin.write(`${token()}\n`)
    const [line]: readonly unknown[] = await once(child.stdout, 'data')
    expect(JSON.parse(String(line))).toMatchObject({ sequence })
  }
  child.stdin.end()
  expect(await end).toMatchObject({ code: 0 })
})

it('Ctrl-C ends an append in good order: what was acknowledged is there, and its receipt at once', async () => {
  const child = bench.start(append)
  const end = ended(child)
  child.stdin.on('error', () => undefined)
  child.stdin.write(`${token()}\n${token()}\n`)
  await once(child.stdout, 'data')
  child.kill('SIGINT')
  const { signal, code, stdout } = await end
  expect({ signal, code }).toEqual({ signal: 'SIGINT', code: null })
  const acknowledged = jsonLines(stdout).length
  const listed = await bench.ect(['ledger', 'list', ...ledger, '--json'])
  expect(jsonLines(listed.stdout).length).toBeGreaterThanOrEqual(acknowledged)
  // The checkpoint was signed when the ledger was closed, so no secret key is needed for the receipt.
  const prove = ['ledger', 'prove', ...ledger, '--log-key-in', 'gone', '0']
  expect((await bench.ect(prove)).code).toBe(0)
})

it('an append that was killed leaves a checkpoint to be signed, which prove does', async () => {
  const child = bench.start(append)
  child.stdin.on('error', () => undefined)
  child.stdin.write(`${token()}\n`)
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'close')
  const { code, stdout } = await bench.ect(['ledger', 'prove', ...ledger, '0'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^c2sp\.org\/tlog-proof@v1\n/)
})

it('Ctrl-C during an import leaves nothing half', async () => {
  const tokens = Array.from({ length: 300 }, () => token()).join('\n')
  await bench.ect(append, { input: tokens })
  await bench.ect(['ledger', 'export', ...ledger, '--out', 'archive.gz'])
  const { logKey } = JSON.parse((await bench.ect(['ledger', 'checkpoint', ...ledger, '--json'])).stdout)
  const archive = readFileSync(bench.path('archive.gz'))

  const child = bench.start(['ledger', 'import', '--ledger', 'sqlite:copy.db', '--log-key', logKey, '-'])
  const end = ended(child)
  child.stdin.on('error', () => undefined)
  child.stdin.write(archive.subarray(0, archive.length / 2))
  const copies = () => readdirSync(bench.folder).filter((name) => name.startsWith('copy.db') && !name.endsWith('-lock'))
  while (copies().length === 0) await setTimeout(10)
  child.kill('SIGINT')
  expect((await end).signal).toBe('SIGINT')
  expect(copies()).toEqual([])
})

it('a reader that has seen enough, as head has, ends a list quietly', async () => {
  const tokens = Array.from({ length: 500 }, () => token()).join('\n')
  await bench.ect(append, { input: tokens })
  const child = bench.start(['ledger', 'list', ...ledger, '--json'])
  child.stdout.once('data', () => child.stdout.destroy())
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk)
  })
  const [code]: readonly unknown[] = await once(child, 'exit')
  expect({ code, stderr }).toEqual({ code: 3, stderr: '' })
})
