import { existsSync, statSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Agent, agents, Bench, jsonLines, judging, lastJson } from './bench.ts'

const wid = '550e8400-e29b-41d4-a716-446655440000'
const taskId = (n: number): string => `550e8400-e29b-41d4-a716-44665544${String(n).padStart(4, '0')}`
const ledger = ['--ledger', 'sqlite:ledger.db']
const init = ['ledger', 'init', ...ledger, '--origin', 'example.com/log', '--log-key-out', 'log.key']

let bench: Bench
let alice: Agent
let logKey: string

beforeEach(async () => {
  bench = new Bench()
  alice = (await agents(bench, 'alice')).alice
  logKey = (await bench.ect(init)).stdout.trim()
})

const append = (args: readonly string[], input?: string) =>
  bench.ect(['ledger', 'append', ...ledger, ...judging, ...args], { input })
const task = (n: number, par: readonly string[] = []) => alice.sign({ wid, tid: taskId(n), par })

describe('ledger init', () => {
  it('prints the verifier key; the secret key has mode 600 and is never printed', async () => {
    expect(logKey).toMatch(/^example\.com\/log\+[0-9a-f]{8}\+[\w+/=]+$/)
    expect(statSync(bench.path('log.key')).mode & 0o777).toBe(0o600)
    expect(bench.read('log.key')).toMatch(/^PRIVATE\+KEY\+example\.com\/log\+/)
  })

  it('overwrites neither a ledger nor a key, and leaves no key behind when it makes no ledger', async () => {
    const before = bench.read('log.key')
    expect(await bench.ect(init)).toMatchObject({ code: 2, stdout: '' })
    const again = await bench.ect([...init.slice(0, -1), 'other.key'])
    expect(again).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('ECT_LEDGER_EXISTS') })
    expect([bench.read('log.key'), existsSync(bench.path('other.key'))]).toEqual([before, false])
  })

  it.each([
    ['no origin', ['ledger', 'init', '--ledger', 'sqlite:l', '--log-key-out', 'k']],
    ['a name that no log can have', [...init.slice(0, 4), '--origin', 'a b', '--log-key-out', 'k']],
    ['a ledger service', ['ledger', 'init', '--ledger', 'http://localhost:1', '--origin', 'o', '--log-key-out', 'k']],
    ['a ledger of another kind', ['ledger', 'init', '--ledger', 'mysql:l', '--origin', 'o', '--log-key-out', 'k']],
  ])('%s is wrong use', async (_title, args) => {
    expect(await bench.ect(args)).toMatchObject({ code: 2, stdout: '' })
    expect(existsSync(bench.path('k'))).toBe(false)
  })

  it('[CLAIM-IDS-LEDGER] fixes the kind of identifiers and the lateness', async () => {
    const other = ['--ledger', 'sqlite:opaque.db', '--origin', 'o', '--log-key-out', 'o.key', '--ids', 'opaque']
    const made = await bench.ect(['ledger', 'init', ...other, '--max-lateness', '60', '--json'])
    expect(JSON.parse(made.stdout)).toMatchObject({ origin: 'o', ids: 'opaque', maxLatenessSeconds: 60 })
    const wrong = ['--ledger', 'sqlite:opaque.db', ...judging, '--ids', 'uuid', await alice.sign()]
    expect(await bench.ect(['ledger', 'append', ...wrong])).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('ledger append', () => {
  it('prints a line of JSON for each token, in order, and exits with 1 when one was refused', async () => {
    const tokens = [await task(1), await task(2, [taskId(9)]), 'nonsense', await task(3, [taskId(1)])]
    const { code, stdout } = await append(['-'], tokens.join('\n'))
    expect(code).toBe(1)
    expect(jsonLines(stdout)).toMatchObject([
      { ok: true, sequence: 0, taskId: taskId(1), duplicate: false },
      { ok: false, code: 'ECT_DAG_PARENT_MISSING' },
      { ok: false, code: 'ECT_TOKEN_SEGMENTS' },
      { ok: true, sequence: 1, taskId: taskId(3) },
    ])
  })

  it('[RECORD-FIRST-ENTRY] can be repeated: what is recorded gets its first entry', async () => {
    const token = await task(1)
    expect(await append([token])).toMatchObject({ code: 0 })
    const again = await append([token, token])
    expect(again.code).toBe(0)
    expect(jsonLines(again.stdout)).toMatchObject([
      { sequence: 0, duplicate: true },
      { sequence: 0, duplicate: true },
    ])
  })

  it('[LEDGER-EQUIVOCATION] two tokens for one task are refused, and the first stays', async () => {
    const { stdout, code } = await append([await task(1), await task(1)])
    expect(code).toBe(1)
    expect(jsonLines(stdout)).toMatchObject([{ sequence: 0 }, { code: 'ECT_LEDGER_EQUIVOCATION' }])
  })

  it('an empty input records nothing, and that is done', async () => {
    expect(await append(['-'], '')).toMatchObject({ code: 0, stdout: '' })
  })

  it('without the secret key of the log it says where to name it; a wrong one is refused', async () => {
    const token = await task(1)
    await bench.ect(['ledger', 'init', '--ledger', 'sqlite:b.db', '--origin', 'b', '--log-key-out', 'b.key'])
    bench.write('ledger.db-log-key-path', 'gone.key\n')
    expect(await append([token])).toMatchObject({ code: 3, stdout: '' })
    expect(await append(['--log-key-in', 'b.key', token])).toMatchObject({ code: 2, stdout: '' })
    expect(await append(['--log-key-in', 'jwks.json', token])).toMatchObject({ code: 2, stdout: '' })
    const byEnvironment = { env: { ECT_LOG_KEY_FILE: 'log.key' } }
    const run = await bench.ect(['ledger', 'append', ...ledger, ...judging, token], byEnvironment)
    expect(run).toMatchObject({ code: 0 })
  })

  it('a ledger that is not there, is damaged or is written to by another process could not be used', async () => {
    const token = await task(1)
    const elsewhere = ['ledger', 'append', '--ledger', 'sqlite:no.db', ...judging, token]
    expect(await bench.ect(elsewhere)).toMatchObject({ code: 3, stdout: '' })
    bench.write('garbage.db', 'x'.repeat(5000))
    const damaged = ['ledger', 'append', '--ledger', 'sqlite:garbage.db', ...judging, token]
    expect(await bench.ect(damaged)).toMatchObject({ code: 3, stdout: '' })

    const writer = bench.start(['ledger', 'append', ...ledger, ...judging, '-'])
    writer.stdin.write(`${token}\n`)
    await new Promise((resolve) => writer.stdout.once('data', resolve))
    const second = await append([token])
    expect(second).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('ECT_LEDGER_LOCKED') })
    writer.stdin.end()
    await new Promise((resolve) => writer.once('close', resolve))
  })
})

describe('reading', () => {
  let token: string

  beforeEach(async () => {
    token = await task(1)
    const solo = await alice.sign({ tid: taskId(7) })
    await append([token, await task(2, [taskId(1)]), await task(3, [taskId(1), taskId(2)]), solo])
  })

  it('ledger get finds an entry by sequence, task id, token, and issuer with jti', async () => {
    const jti = (JSON.parse((await bench.ect(['inspect', '--json', token])).stdout) as { payload: { jti: string } })
      .payload.jti
    const named = [
      ['0'],
      [taskId(1)],
      [token],
      ['--sequence', '0'],
      ['--task', taskId(1).toUpperCase(), '--workflow', wid],
      ['--issuer', alice.id, '--jti', jti],
    ]
    for (const args of named) {
      const { code, stdout } = await bench.ect(['ledger', 'get', ...ledger, '--json', ...args])
      expect(code).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({ sequence: 0, taskId: taskId(1), decision: 'approved', token })
    }
    const shown = await bench.ect(['ledger', 'get', ...ledger, '2'])
    expect(shown.stdout).toMatch(/^parents +\S+ \(entry 0\), \S+ \(entry 1\)$/m)
  })

  it('ledger get and prove exit with 1 for what is not there, and with 2 when nothing or too much is named', async () => {
    for (const args of [['99'], [taskId(99)], [await alice.sign()]]) {
      expect((await bench.ect(['ledger', 'get', ...ledger, ...args])).code).toBe(1)
      const prove = await bench.ect(['ledger', 'prove', ...ledger, '--json', ...args])
      expect(prove.code).toBe(1)
      expect(lastJson(prove.stdout)).toMatchObject({ ok: false, code: 'ECT_PROOF_RANGE' })
    }
    for (const args of [
      [],
      ['0', '--task', taskId(1)],
      ['--workflow', wid],
      ['--jti', taskId(1)],
      ['--sequence', '-1'],
    ]) {
      expect((await bench.ect(['ledger', 'get', ...ledger, ...args])).code).toBe(2)
    }
  })

  it('ledger list lists all, a part, a workflow, an agent', async () => {
    const list = async (...args: readonly string[]) => {
      const { stdout, code } = await bench.ect(['ledger', 'list', ...ledger, '--json', ...args])
      expect(code).toBe(0)
      return jsonLines(stdout).map(({ sequence }) => sequence)
    }
    expect(await list()).toEqual([0, 1, 2, 3])
    expect(await list('--from', '1', '--limit', '2')).toEqual([1, 2])
    expect(await list('--workflow', wid, '--from', '2')).toEqual([2])
    expect(await list('--agent', alice.id)).toEqual([0, 1, 2, 3])
    expect(await list('--agent', 'spiffe://example.com/agent/bob')).toEqual([])
    const lines = (await bench.ect(['ledger', 'list', ...ledger])).stdout.split('\n')
    expect(lines).toHaveLength(5)
  })

  it('a receipt is checked without the ledger, by its key, its token, and every byte of it', async () => {
    const { stdout: receipt, code } = await bench.ect(['ledger', 'prove', ...ledger, '1'])
    expect(code).toBe(0)
    const away = new Bench()
    away.write('receipt', receipt)
    const check = (args: readonly string[], input = '') =>
      away.ect(['ledger', 'check', '--log-key', logKey, '--json', ...args], { input })
    const checked = await check(['receipt'])
    expect(JSON.parse(checked.stdout)).toMatchObject({ ok: true, origin: 'example.com/log', sequence: 1, size: 4 })
    expect((await check(['-'], receipt)).code).toBe(0)
    expect((await check([receipt])).code).toBe(0)
    expect(lastJson((await check(['receipt', '--token', token])).stdout)).toMatchObject({ code: 'ECT_PROOF_TOKEN' })
    const changed = receipt.replace('index 1', 'index 2')
    expect(lastJson((await check(['-'], changed)).stdout)).toMatchObject({ ok: false, code: 'ECT_PROOF_INCLUSION' })
    const otherKey = (
      await bench.ect(['ledger', 'init', '--ledger', 'sqlite:o', '--origin', 'o', '--log-key-out', 'o.key'])
    ).stdout
    expect((await away.ect(['ledger', 'check', '--log-key', otherKey.trim(), 'receipt'])).code).toBe(1)
    expect((await away.ect(['ledger', 'check', '--log-key', 'no key', 'receipt'])).code).toBe(2)
    expect((await away.ect(['ledger', 'check', '--log-key', logKey, 'nothing'])).code).toBe(3)
    // Else a script whose list of witnesses came out empty would take a receipt for cosigned.
    expect(await check(['receipt', '--threshold', '1'])).toMatchObject({ code: 2, stdout: '' })
  })

  it('the checkpoint is a signed note of all entries', async () => {
    const { stdout } = await bench.ect(['ledger', 'checkpoint', ...ledger])
    expect(stdout).toMatch(/^example\.com\/log\n4\n[\w+/=]+\n\n— example\.com\/log [\w+/=]+\n$/)
    const json = JSON.parse((await bench.ect(['ledger', 'checkpoint', ...ledger, '--json'])).stdout)
    expect(json).toMatchObject({ origin: 'example.com/log', size: 4, note: stdout })
  })

  it('[MODE-FULL] verify judges a token by the ledger', async () => {
    const verify = (t: string) => bench.ect(['verify', ...judging, ...ledger, '--json', t])
    expect((await verify(await task(4, [taskId(3)]))).code).toBe(0)
    expect((await verify(token)).code).toBe(0)
    expect(lastJson((await verify(await task(4, [taskId(8)]))).stdout)).toMatchObject({
      code: 'ECT_DAG_PARENT_MISSING',
    })
    expect(lastJson((await verify(await task(1))).stdout)).toMatchObject({ code: 'ECT_DAG_TASK_EXISTS' })
  })

  it('graph draws a workflow in every form', async () => {
    const graph = (...args: readonly string[]) => bench.ect(['graph', ...ledger, '--workflow', wid, ...args])
    expect((await graph('--format', 'mermaid')).stdout).toMatch(/^flowchart TB\n(.*\n)*.*n0 --> n1/)
    expect((await graph('--format', 'dot')).stdout).toMatch(/^digraph tasks \{/)
    expect((await graph('--format', 'svg')).stdout).toMatch(/<svg (.|\n)*<\/svg>\n$/)
    const { nodes, edges } = JSON.parse((await graph('--format', 'json')).stdout) as {
      nodes: unknown[]
      edges: unknown[]
    }
    expect([nodes.length, edges.length]).toEqual([3, 3])
    expect(edges).toContainEqual({ from: taskId(1), to: taskId(2) })
    expect((await graph('--format', 'png')).code).toBe(2)
    expect((await bench.ect(['graph', ...ledger, '--workflow', taskId(1)])).code).toBe(1)
  })

  it('export and import move a ledger, whose root stays and whose receipts go on', async () => {
    expect((await bench.ect(['ledger', 'export', ...ledger, '--out', 'archive.gz'])).code).toBe(0)
    expect((await bench.ect(['ledger', 'export', ...ledger, '--out', 'archive.gz'])).code).toBe(2)
    const copy = ['--ledger', 'sqlite:copy.db']
    const importing = ['ledger', 'import', ...copy, '--json']
    expect((await bench.ect([...importing, 'archive.gz'])).code).toBe(2)
    const keys = ['--log-key', logKey, '--log-key-in', 'log.key']
    const imported = await bench.ect([...importing, ...keys, 'archive.gz'])
    expect(JSON.parse(imported.stdout)).toMatchObject({ entries: 4, logKey })
    const roots = [ledger, copy].map((each) => bench.ect(['ledger', 'checkpoint', ...each]))
    const [one, two] = await Promise.all(roots)
    expect(two?.stdout).toBe(one?.stdout)
    const next = await bench.ect(['ledger', 'append', ...copy, ...judging, await task(5, [taskId(3)])])
    expect(JSON.parse(next.stdout)).toMatchObject({ sequence: 4 })

    bench.write('half.gz', Buffer.from(bench.read('archive.gz').slice(0, 200), 'latin1'))
    const half = await bench.ect(['ledger', 'import', '--ledger', 'sqlite:half.db', '--log-key', logKey, 'half.gz'])
    expect(half.code).toBe(3)
    expect(existsSync(bench.path('half.db'))).toBe(false)
  })

  it('tiles are published to a folder, again and again', async () => {
    const tiles = ['ledger', 'tiles', ...ledger, '--out', 'tiles', '--json']
    expect(JSON.parse((await bench.ect(tiles)).stdout)).toMatchObject({ from: 0, size: 4 })
    expect(JSON.parse((await bench.ect(tiles)).stdout)).toMatchObject({ from: 4, size: 4, created: 0 })
    expect(bench.read('tiles/checkpoint')).toMatch(/^example\.com\/log\n4\n/)
    expect((await bench.ect(['ledger', 'tiles', ...ledger, '--out', 'no/where'])).code).toBe(3)
    expect((await bench.ect(['ledger', 'tiles', ...ledger, '--out', 'jwks.json'])).code).toBe(2)
  })

  it('[LEDGER-TAMPER] fsck finds nothing in a sound ledger and something in a changed or shortened one', async () => {
    expect(await bench.ect(['ledger', 'fsck', ...ledger])).toMatchObject({ code: 0, stdout: '' })
    const sound = await bench.ect(['ledger', 'fsck', ...ledger, '--json'])
    expect(JSON.parse(sound.stdout)).toEqual({ ok: true, issues: 0 })

    const { DatabaseSync } = await import('node:sqlite')
    const database = new DatabaseSync(bench.path('ledger.db'))
    database.exec('UPDATE entry SET parents = NULL WHERE sequence = 2')
    database.close()
    const changed = await bench.ect(['ledger', 'fsck', ...ledger, '--json'])
    expect(changed.code).toBe(1)
    expect(lastJson(changed.stdout)).toMatchObject({ ok: false })
    expect(jsonLines(changed.stdout)[0]).toMatchObject({ kind: expect.any(String), sequence: 2 })
  })

  it('[LEDGER-TAMPER] a checkpoint that was kept elsewhere shows that the ledger was put back', async () => {
    await bench.ect(['ledger', 'export', ...ledger, '--out', 'old.gz'])
    await append([await task(6)])
    bench.write('head', (await bench.ect(['ledger', 'checkpoint', ...ledger])).stdout)
    expect((await bench.ect(['ledger', 'fsck', ...ledger, '--head', 'head'])).code).toBe(0)
    await bench.ect(['ledger', 'import', '--ledger', 'sqlite:old.db', '--log-key', logKey, 'old.gz'])
    const { code, stdout } = await bench.ect(['ledger', 'fsck', '--ledger', 'sqlite:old.db', '--head', 'head'])
    expect(code).toBe(1)
    expect(stdout).toContain('rolled-back')
  })
})

it.each([['nonsense'], [''], ['c2sp.org/tlog-proof@v1\nindex 0\n\nnonsense\n'], ['\u0000\u00ff'.repeat(100_000)]])(
  'the text %j is no receipt, no archive and no checkpoint',
  async (text) => {
    const receipt = await bench.ect(['ledger', 'check', '--log-key', logKey, '--json', '-'], { input: text })
    expect(receipt.code).toBe(1)
    expect(lastJson(receipt.stdout)).toMatchObject({
      ok: false,
      code: expect.stringMatching(/^ECT_(PROOF|CHECKPOINT)_/),
    })
    const archive = ['ledger', 'import', '--ledger', 'sqlite:copy.db', '--log-key', logKey, '-']
    expect(await bench.ect(archive, { input: text })).toMatchObject({ code: 3, stdout: '' })
    expect(existsSync(bench.path('copy.db'))).toBe(false)
    bench.write('head', text)
    const checked = await bench.ect(['ledger', 'fsck', ...ledger, '--head', 'head', '--json'])
    expect(checked.code).toBe(1)
  },
)

it('verbs without a ledger, or with a log where there is none, are wrong use', async () => {
  for (const verb of ['get', 'list', 'checkpoint', 'prove', 'fsck', 'export']) {
    expect((await bench.ect(['ledger', verb])).code, verb).toBe(2)
    expect((await bench.ect(['ledger', verb, ...ledger, '--log', 'x', ...(verb === 'get' ? ['0'] : [])])).code).toBe(2)
  }
  const byEnvironment = await bench.ect(['ledger', 'checkpoint'], { env: { ECT_LEDGER: 'sqlite:ledger.db' } })
  expect(byEnvironment.code).toBe(0)
})

it('where Node has no SQLite, the command says what to do and exits with 3', async () => {
  const node = ['--no-experimental-sqlite']
  const { code, stderr, stdout } = await bench.ect(['ledger', 'list', ...ledger], { node })
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
  expect(stderr).toContain('Node 22.13')
  expect((await bench.ect(['verify', ...judging, await alice.sign()], { node })).code).toBe(0)
})
