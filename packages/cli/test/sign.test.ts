import { chmodSync } from 'node:fs'
import { decodeEct } from '@wimse-ect/claims'
import { beforeEach, expect, it } from 'vitest'
import { Bench } from './bench.ts'

const alice = 'spiffe://example.com/agent/alice'
const claims = { iss: alice, aud: 'l', exec_act: 'review_spec', par: [], pol: 'p', pol_decision: 'approved' }

let bench: Bench

beforeEach(async () => {
  bench = new Bench()
  await bench.ect(['keygen', '--kid', 'k', '--subject', alice, '--out', 'k.jwk', '--public', 'jwks.json'])
})

const sign = (args: readonly string[], input?: string) => bench.ect(['sign', '--key', 'k.jwk', ...args], { input })

it('a payload comes from a file, from standard input, or as an argument; what is missing is filled in', async () => {
  bench.write('payload.json', JSON.stringify(claims))
  const runs = [sign(['payload.json']), sign(['-'], JSON.stringify(claims)), sign([JSON.stringify(claims)])]
  for (const { code, stdout } of await Promise.all(runs)) {
    expect(code).toBe(0)
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/)
    const { payload } = decodeEct(stdout.trim())
    expect(payload).toMatchObject(claims)
    expect(Number(payload.exp) - Number(payload.iat)).toBe(600)
    expect(Object.keys(payload).sort()).toEqual([...Object.keys(claims), 'exp', 'iat', 'jti', 'tid'].sort())
  }
})

it('--lifetime and --ids say how the token is made, and --json prints it as JSON', async () => {
  const args = ['--lifetime', '60', '--ids', 'opaque', '--profile', 'execution-context-00', '--json']
  const { stdout } = await sign([...args, JSON.stringify({ ...claims, tid: 'task-001' })])
  const { token } = JSON.parse(stdout) as { token: string }
  const { payload } = decodeEct(token)
  expect(payload.tid).toBe('task-001')
  expect(Number(payload.exp) - Number(payload.iat)).toBe(60)
})

it.each([
  ['ECT_CLAIM_MISSING', { ...claims, pol: undefined }],
  ['ECT_PARTY_ISSUER', { ...claims, iss: 'spiffe://example.com/agent/mallory' }],
  ['ECT_CLAIM_ID', { ...claims, tid: 'task-001' }],
])('a payload that no verifier would accept is refused with %s', async (code, payload) => {
  const { stdout, code: exitCode } = await sign([JSON.stringify(payload), '--json'])
  expect(exitCode).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, code })
})

it.each([['{"iss":'], ['{"a":1,"a":2}'], ['[]'], ['']])('the text %s is no payload', async (text) => {
  const { stdout, code } = await sign(['-', '--json'], text)
  expect(code).toBe(1)
  expect(JSON.parse(stdout).code).toMatch(/^ECT_TOKEN_/)
})

it.each([
  ['an unknown revision', ['--profile', 'ect-99', '{}']],
  ['a lifetime of nothing', ['--lifetime', '0', '{}']],
  ['a lifetime in words', ['--lifetime', 'long', '{}']],
  ['two payloads', ['{}', '{}']],
  ['no payload', []],
])('%s is wrong use', async (_title, args) => {
  expect(await sign(args)).toMatchObject({ code: 2, stdout: '' })
})

it('a key that is none is wrong use, and its text is not repeated', async () => {
  bench.write('bad.jwk', '{"kty":"EC","d":"VERYSECRET"}')
  bench.write('text.jwk', 'VERYSECRET')
  for (const file of ['bad.jwk', 'text.jwk']) {
    const { code, stderr, stdout } = await bench.ect(['sign', '--key', file, JSON.stringify(claims)])
    expect(code, file).toBe(2)
    expect(stdout + stderr).not.toContain('VERYSECRET')
  }
})

it('a payload or a key that is not there could not be read', async () => {
  expect(await sign(['payload.json'])).toMatchObject({ code: 3, stdout: '' })
  expect(await bench.ect(['sign', '--key', 'no.jwk', '{}'])).toMatchObject({ code: 3, stdout: '' })
})

it('a private key that others can read is warned of', async () => {
  chmodSync(bench.path('k.jwk'), 0o644)
  const { code, stderr } = await sign([JSON.stringify(claims)])
  expect(code).toBe(0)
  expect(stderr).toContain('chmod 600')
})
