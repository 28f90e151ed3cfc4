import { encodeBase64url } from '@wimse-ect/claims'
import { expect, it } from 'vitest'
import { agents, Bench } from './bench.ts'

it('header and payload are shown and marked as untrusted', async () => {
  const bench = new Bench()
  const { alice } = await agents(bench, 'alice')
  const token = await alice.sign()
  const json = await bench.ect(['inspect', '--json', token])
  expect(JSON.parse(json.stdout)).toMatchObject({
    untrusted: true,
    header: { kid: 'alice-key', alg: 'ES256' },
    payload: { iss: alice.id },
  })
  const shown = await bench.ect(['inspect', '-'], { input: `\n${token}\r\n` })
  expect(shown).toMatchObject({ code: 0 })
  expect(shown.stdout).toMatch(/^UNTRUSTED/)
  expect(shown.stdout).toContain('"exec_act": "review_spec"')
})

it('what stands in a token cannot control a terminal', async () => {
  const bench = new Bench()
  const part = (value: object) => encodeBase64url(new TextEncoder().encode(JSON.stringify(value)))
  const header = part({ typ: 'wimse-exec+jwt', alg: 'ES256', kid: 'k' })
  const evil = `${header}.${part({ exec_act: '\u001b]0;owned\u0007\u009b31m\u202e\u2028\ud83d\udca5' })}.AA`
  for (const args of [
    ['inspect', evil],
    ['inspect', '--json', evil],
  ]) {
    const { stdout, code } = await bench.ect(args)
    expect(code).toBe(0)
    expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}]/u)
    expect(stdout).toContain('\u{1f4a5}')
  }
})

it.each([
  ['nonsense', 'ECT_TOKEN_SEGMENTS'],
  ['', 'ECT_TOKEN_SEGMENTS'],
  ['a.b.c', 'ECT_TOKEN_BASE64URL'],
])('the token %s is refused with %s', async (token, code) => {
  const bench = new Bench()
  const { stdout, code: exitCode } = await bench.ect(['inspect', '--json', token])
  expect(exitCode).toBe(1)
  expect(JSON.parse(stdout).code).toBe(code)
})
