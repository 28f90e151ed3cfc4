import { spawn } from 'node:child_process'
import { expect, it } from 'vitest'
import { verbs } from '../src/verbs.ts'
import { Bench, ended } from './bench.ts'

it('every verb has its help, by --help and by help, and its usage names what it needs', async () => {
  const bench = new Bench()
  for (const [name, { load }] of Object.entries(verbs)) {
    const { verb } = await load()
    expect(verb.name).toBe(name)
    const { code, stdout, stderr } = await bench.ect([...name.split(' '), '--help'])
    expect({ code, stderr }, name).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(new RegExp(`^usage: ect ${name} `))
    for (const flag of Object.keys(verb.flags)) expect(stdout).toContain(`--${flag}`)
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(120)
  }
  expect((await bench.ect(['help', 'ledger', 'append'])).stdout).toMatch(/^usage: ect ledger append /)
})

it('the help of the command names every verb', async () => {
  const bench = new Bench()
  for (const args of [['--help'], ['-h'], ['help'], ['ledger', '--help']]) {
    const { code, stdout } = await bench.ect(args)
    expect(code).toBe(0)
    for (const name of Object.keys(verbs)) expect(stdout).toContain(`  ${name} `)
  }
})

it('--version prints the version', async () => {
  expect(await new Bench().ect(['--version'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  })
})

it.each([
  [[]],
  [['frobnicate']],
  [['ledger']],
  [['ledger', 'drop']],
  [['constructor']],
  [['help', 'me']],
  [['--json']],
])('ect %j is wrong use', async (args: readonly string[]) => {
  expect(await new Bench().ect(args)).toMatchObject({ code: 2, stdout: '' })
})

it('what was typed is not repeated unescaped', async () => {
  const evil = '\u001b]0;owned\u0007\u202e'
  for (const args of [[evil], ['verify', `--${evil}`], ['verify', '--now', evil], ['sign', '--key', evil, evil]]) {
    const { code, stdout, stderr } = await new Bench().ect(args)
    expect([2, 3]).toContain(code)
    expect(stdout + stderr).not.toMatch(/(?!\n)\p{C}/u)
  }
})

it('there is no colour where the output is not a terminal', async () => {
  const bench = new Bench()
  const { stdout, stderr } = await bench.ect(['inspect', 'e30.e30.AA'])
  expect(stdout + stderr).not.toContain('\u001b')
})

it('completion is printed for each shell, and bash takes it', async () => {
  const bench = new Bench()
  const scripts = await Promise.all(['bash', 'zsh', 'fish'].map((shell) => bench.ect(['completion', shell])))
  for (const { code, stdout } of scripts) {
    expect(code).toBe(0)
    expect(stdout).toContain('audience')
  }
  const asking = [
    'COMP_WORDS=(ect ledger ap); COMP_CWORD=2; _ect; echo "$COMPREPLY"',
    'COMP_WORDS=(ect ver); COMP_CWORD=1; _ect; echo "$COMPREPLY"',
    'COMP_WORDS=(ect ledger append --aud); COMP_CWORD=3; _ect; echo "$COMPREPLY"',
    'COMP_WORDS=(ect verify --par); COMP_CWORD=2; _ect; echo "$COMPREPLY"',
  ]
  const child = spawn('bash', ['--norc'])
  child.stdin.end(`${scripts[0]?.stdout}\n${asking.join('\n')}\n`)
  expect((await ended(child)).stdout).toBe('append\nverify\n--audience\n--parents\n')
  expect(await bench.ect(['completion', 'tcsh'])).toMatchObject({ code: 2, stdout: '' })
})
