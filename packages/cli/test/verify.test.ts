import { beforeEach, describe, expect, it } from 'vitest'
import { type Agent, agents, Bench, jsonLines, judging, lastJson } from './bench.ts'

let bench: Bench
let alice: Agent
let bob: Agent

beforeEach(async () => {
  bench = new Bench()
  const all = await agents(bench, 'alice', 'bob')
  alice = all.alice
  bob = all.bob
})

const verify = (args: readonly string[], input?: string) => bench.ect(['verify', ...judging, ...args], { input })

it('an accepted token is printed as its task, in exactly one form', async () => {
  const { code, stdout, stderr } = await verify(['--json', await alice.sign()])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const answer = JSON.parse(stdout)
  expect(Object.keys(answer)).toEqual(['ok', 'task'])
  expect(answer).toMatchObject({ ok: true, task: { agent: alice.id, action: 'review_spec', parents: [] } })
  expect(stdout.split('\n')).toHaveLength(2)
})

it('a refused token is printed with code, section and message, in exactly one form', async () => {
  const token = await alice.sign({ aud: 'somebody else' })
  const { code, stdout } = await verify(['--json', token])
  expect(code).toBe(1)
  const answer = JSON.parse(stdout)
  expect(Object.keys(answer)).toEqual(['ok', 'code', 'section', 'message'])
  expect(answer).toMatchObject({ ok: false, code: 'ECT_PARTY_AUDIENCE', section: '7' })
})

it('without --json people read it, and the code is there too', async () => {
  const accepted = await verify([await alice.sign()])
  expect(accepted).toMatchObject({ code: 0, stderr: '' })
  expect(accepted.stdout).toMatch(/^accepted review_spec\n/)
  const refused = await verify([`${await alice.sign()}x`])
  expect(refused).toMatchObject({ code: 1, stdout: expect.stringMatching(/^refused ECT_\w+\n$/) })
})

it('tokens come from arguments, files and standard input, one a line', async () => {
  const [one, two, bad] = [await alice.sign(), await bob.sign(), await alice.sign({ aud: 'x' })]
  bench.write('tokens', `${one}\n\n${bad}\r\n`)
  const { code, stdout } = await verify(['--json', two, 'tokens', '-'], `${two}\n${one}`)
  expect(code).toBe(1)
  expect(jsonLines(stdout).map(({ ok }) => ok)).toEqual([true, true, false, true, true])
})

it('nothing at all is refused: silence is no approval', async () => {
  bench.write('empty', '\n\n')
  for (const args of [['-'], ['empty'], [''], [await alice.sign(), 'empty']]) {
    const { code, stdout } = await verify(['--json', ...args])
    expect(code).toBe(1)
    expect(lastJson(stdout)).toMatchObject({ ok: false, code: 'ECT_TOKEN_SEGMENTS' })
  }
})

it('lines of any length and bytes of any kind are refused in bounded memory', async () => {
  const input = `${'a'.repeat(3_000_000)}\n${'\u00ff\u0000\ufeff'.repeat(1000)}\n${'.'.repeat(70_000)}`
  const { code, stdout } = await bench.ect(['verify', ...judging, '--json', '-'], {
    input,
    node: ['--max-old-space-size=32'],
  })
  expect(code).toBe(1)
  const codes = jsonLines(stdout).map((line) => line.code)
  expect(codes).toEqual(['ECT_TOKEN_SIZE', expect.stringMatching(/^ECT_TOKEN_/), 'ECT_TOKEN_SIZE'])
})

it('[VERIFY-NOW-OPTION] --now is the time to judge by', async () => {
  const token = await alice.sign({}, { now: 1_700_000_000 })
  expect((await verify(['--now', '1700000100', token])).code).toBe(0)
  expect((await verify(['--now', '1700000600', token])).stdout).toContain('ECT_TIME_EXPIRED')
  expect((await verify([token])).code).toBe(1)
})

it('--ids opaque accepts short names', async () => {
  await bench.ect(['keygen', '--kid', 'k', '--subject', alice.id, '--out', 'k.jwk', '--public', 'own.json'])
  const payload = {
    iss: alice.id,
    aud: 'l',
    tid: 'task-001',
    exec_act: 'a',
    par: [],
    pol: 'p',
    pol_decision: 'approved',
  }
  const signing = ['sign', '--key', 'k.jwk', '--ids', 'opaque', JSON.stringify(payload)]
  const token = (await bench.ect(signing)).stdout.trim()
  const own = ['verify', '--keys', 'own.json', '--audience', 'l']
  expect((await bench.ect([...own, '--ids', 'opaque', token])).code).toBe(0)
  expect((await bench.ect([...own, token])).stdout).toContain('ECT_CLAIM_ID')
})

describe('--parents', () => {
  const wid = '550e8400-e29b-41d4-a716-446655440000'
  const root = '550e8400-e29b-41d4-a716-446655440001'

  it('[MODE-POINT-TO-POINT] the parents are verified, and the graph rules judged by them', async () => {
    bench.write('parents', `${await alice.sign({ wid, tid: root, aud: bob.id })}\n`)
    const child = await bob.sign({ wid, par: [root] })
    expect((await verify(['--parents', 'parents', child])).code).toBe(0)
    const orphan = await bob.sign({ wid, par: ['550e8400-e29b-41d4-a716-446655440009'] })
    bench.write('none', '')
    expect((await verify(['--parents', 'none', orphan])).stdout).toContain('ECT_DAG_PARENT_MISSING')
  })

  it('a parent of mallory, whose key nobody has, refuses the token', async () => {
    const other = new Bench()
    const { alice: mallory } = await agents(other, 'alice')
    bench.write('parents', await mallory.sign({ wid, tid: root }))
    const { code, stdout } = await verify(['--parents', 'parents', await bob.sign({ wid, par: [root] })])
    expect(code).toBe(1)
    expect(stdout).toContain('ECT_SIGNATURE_INVALID')
  })

  it('a file that holds a child of the token does not spare the token any step', async () => {
    const tid = '550e8400-e29b-41d4-a716-446655440002'
    const forOthers = await alice.sign({ wid, tid, aud: 'somebody else' })
    bench.write('parents', await bob.sign({ wid, par: [tid] }))
    expect((await verify(['--parents', 'parents', forOthers])).code).toBe(2)
  })
})

it.each([
  ['no audience', ['verify', '--keys', 'jwks.json', 'x']],
  ['an empty audience', ['verify', '--keys', 'jwks.json', '--audience', '', 'x']],
  ['an audience twice', ['verify', ...judging, '--audience', 'b', 'x']],
  ['no token', ['verify', ...judging]],
  ['a time that is no number', ['verify', ...judging, '--now', '1e9', 'x']],
  ['an unknown kind of identifiers', ['verify', ...judging, '--ids', 'any', 'x']],
  ['an unknown revision', ['verify', ...judging, '--profile', 'ect-99', 'x']],
  ['a symmetric algorithm', ['verify', ...judging, '--alg', 'HS256', 'x']],
  ['an unknown option', ['verify', ...judging, '--trust-me', 'x']],
  ['standard input twice', ['verify', ...judging, '--parents', '-', '-']],
  ['parents and a ledger', ['verify', ...judging, '--parents', 'p', '--ledger', 'sqlite:l', 'x']],
  ['a key set that is none', ['verify', '--keys', 'list.json', '--audience', 'a', 'x']],
  ['a key set with two keys of one name', ['verify', '--keys', 'twice.json', '--audience', 'a', 'x']],
])('%s is wrong use', async (_title, args) => {
  bench.write('list.json', '[]')
  bench.write('twice.json', JSON.stringify({ keys: [alice.publicJwk, alice.publicJwk] }))
  const { code, stdout, stderr } = await bench.ect(args)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('ect verify --help')
})

it('a key set that is not there could not be read', async () => {
  const { code, stdout } = await bench.ect(['verify', '--keys', 'no.json', '--audience', 'a', '--json', 'x'])
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
})

it('a key without an owner verifies nothing', async () => {
  const { sub: _, ...ownerless } = alice.publicJwk
  bench.write('jwks.json', JSON.stringify({ keys: [ownerless] }))
  expect((await verify(['--json', await alice.sign()])).stdout).toContain('ECT_KEY_OWNER')
})
