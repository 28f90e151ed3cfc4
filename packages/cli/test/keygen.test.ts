import { statSync } from 'node:fs'
import { expect, it } from 'vitest'
import { Bench } from './bench.ts'

const alice = ['--kid', 'alice-key', '--subject', 'spiffe://example.com/agent/alice']
const files = ['--out', 'alice.jwk', '--public', 'jwks.json']

it('the private key goes to a file of mode 600 and nowhere else; the public key names its owner', async () => {
  const bench = new Bench()
  const { code, stdout, stderr } = await bench.ect(['keygen', ...alice, ...files, '--json'])
  expect(code).toBe(0)
  const { d } = JSON.parse(bench.read('alice.jwk')) as { d: string }
  expect(d).toMatch(/^[\w-]{43}$/)
  expect(statSync(bench.path('alice.jwk')).mode & 0o777).toBe(0o600)
  for (const output of [stdout, stderr, bench.read('jwks.json')]) expect(output).not.toContain(d)
  const { keys } = JSON.parse(bench.read('jwks.json')) as { keys: unknown[] }
  expect(keys).toEqual([expect.objectContaining({ kid: 'alice-key', sub: 'spiffe://example.com/agent/alice' })])
})

it('a key is added to the set that is there, also by many processes at the same time', async () => {
  const bench = new Bench()
  const names = ['a', 'b', 'c', 'd']
  const runs = names.map((name) => {
    const key = ['--kid', name, '--subject', `spiffe://example.com/agent/${name}`]
    return bench.ect(['keygen', ...key, '--out', `${name}.jwk`, '--public', 'jwks.json'])
  })
  expect((await Promise.all(runs)).map(({ code }) => code)).toEqual([0, 0, 0, 0])
  const { keys } = JSON.parse(bench.read('jwks.json')) as { keys: { kid: string }[] }
  expect(keys.map(({ kid }) => kid).sort()).toEqual(names)
})

it('nothing is overwritten without --force: neither a private key nor a key of the same name', async () => {
  const bench = new Bench()
  await bench.ect(['keygen', ...alice, ...files])
  const before = [bench.read('alice.jwk'), bench.read('jwks.json')]
  expect(await bench.ect(['keygen', ...alice, ...files])).toMatchObject({ code: 2, stdout: '' })
  const other = ['--out', 'other.jwk', '--public', 'jwks.json']
  expect(await bench.ect(['keygen', ...alice, ...other])).toMatchObject({ code: 2 })
  expect([bench.read('alice.jwk'), bench.read('jwks.json')]).toEqual(before)
  expect(() => bench.read('other.jwk')).toThrow()

  expect(await bench.ect(['keygen', ...alice, ...files, '--force'])).toMatchObject({ code: 0 })
  const { keys } = JSON.parse(bench.read('jwks.json')) as { keys: unknown[] }
  expect(keys).toHaveLength(1)
  expect(bench.read('alice.jwk')).not.toBe(before[0])
})

it('one file cannot be for both halves: the public key would replace the private one', async () => {
  const bench = new Bench()
  const both = ['--out', 'key.json', '--public', './key.json']
  expect(await bench.ect(['keygen', ...alice, ...both])).toMatchObject({ code: 2, stdout: '' })
  expect(() => bench.read('key.json')).toThrow()
})

it('every algorithm makes a key that signs and verifies when it is listed', async () => {
  const bench = new Bench()
  const claims = { iss: 'spiffe://example.com/agent/alice', aud: 'l', exec_act: 'a', par: [], pol: 'p' }
  const payload = JSON.stringify({ ...claims, pol_decision: 'approved' })
  for (const alg of ['ES384', 'PS256', 'EdDSA']) {
    const made = await bench.ect(['keygen', ...alice, '--alg', alg, ...files, '--force'])
    expect(made.code, alg).toBe(0)
    const token = (await bench.ect(['sign', '--key', 'alice.jwk', payload])).stdout.trim()
    const verify = ['verify', '--keys', 'jwks.json', '--audience', 'l']
    expect((await bench.ect([...verify, '--alg', alg, token])).code, alg).toBe(0)
    expect((await bench.ect([...verify, token])).code, alg).toBe(1)
  }
})

it.each([
  ['a subject that is no SPIFFE ID', ['--kid', 'k', '--subject', 'alice', ...files]],
  ['an unknown algorithm', [...alice, ...files, '--alg', 'none']],
  ['a file in place of the key set', [...alice, '--out', 'alice.jwk', '--public', 'notes.txt']],
  ['no subject', ['--kid', 'k', ...files]],
])('%s is wrong use, and leaves no file', async (_title, args) => {
  const bench = new Bench()
  bench.write('notes.txt', 'notes')
  expect(await bench.ect(['keygen', ...args])).toMatchObject({ code: 2, stdout: '' })
  expect(() => bench.read('alice.jwk')).toThrow()
  expect(() => bench.read('jwks.json')).toThrow()
})

it('a folder that is not there is said to be missing', async () => {
  const bench = new Bench()
  const { code } = await bench.ect(['keygen', ...alice, '--out', 'no/alice.jwk', '--public', 'jwks.json'])
  expect(code).toBe(3)
})
