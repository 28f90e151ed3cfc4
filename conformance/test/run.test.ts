import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { runCommandLine } from '../src/command-line.ts'
import { loadManifest } from '../src/load.ts'
import { ProgramError } from '../src/program-error.ts'
import { runConformance } from '../src/run.ts'
import { selectCases } from '../src/select-cases.ts'

const program = fileURLToPath(new URL('./programs/answers.js', import.meta.url))
const behaving = (behaviour: string): string => `"${process.execPath}" "${program}" ${behaviour}`

async function commandLine(...args: string[]): Promise<{ exit: number; out: string; err: string }> {
  const written = { out: '', err: '' }
  const exit = await runCommandLine(args, {
    out: (text) => {
      written.out += text
    },
    err: (text) => {
      written.err += text
    },
  })
  return { exit, ...written }
}

describe('a run against another program', { timeout: 60_000 }, () => {
  it('is clean when every answer is right, long chains included', async () => {
    const report = await runConformance(behaving('right'))
    expect(report.failures).toEqual([])
    expect(report.suites.map(({ suite }) => suite)).toEqual([
      ...new Set(loadManifest().suites.map(({ suite }) => suite)),
    ])
    for (const count of report.suites) expect(count).toMatchObject({ right: count.cases, detailed: count.cases })
  })

  it('accepts answers without codes and says that they were not compared', async () => {
    const report = await runConformance(behaving('bare'), { suites: ['decode'] })
    expect(report.failures).toEqual([])
    expect(report.suites).toMatchObject([{ suite: 'decode', detailed: 0 }])
  })

  it('counts an answer that shows nothing as wrong when it is strict', async () => {
    const bare = await runConformance(behaving('bare'), { strict: true })
    for (const count of bare.suites) expect(count).toMatchObject({ right: 0, wrong: count.cases, detailed: 0 })
    expect((await runConformance(behaving('right'), { strict: true })).failures).toEqual([])
  })

  it('lists every refusal that a program misses', async () => {
    const report = await runConformance(behaving('accepts-everything'), { suites: ['dag'] })
    expect(report.failures.length).toBeGreaterThan(0)
    expect(report.failures.every(({ expected, given }) => expected !== 'valid' && given === 'valid')).toBe(true)
  })

  it('holds a wrong code against the answer', async () => {
    const report = await runConformance(behaving('wrong-codes'), { suites: ['http-field'] })
    expect(report.failures.map(({ given }) => given)).toContain('ECT_TOKEN_JSON')
  })

  it('holds a wrong step of a ledger against the answer', async () => {
    const report = await runConformance(behaving('wrong-steps'), { suites: ['ledger'] })
    expect(report.suites).toMatchObject([{ suite: 'ledger', right: 0 }])
  })

  it('counts answers that never came', async () => {
    const report = await runConformance(behaving('one-only'), { suites: ['ledger'] })
    expect(report.suites).toMatchObject([{ right: 1, wrong: 0 }])
    expect(report.failures[0]).toMatchObject({ given: 'no answer' })
  })

  it.each([
    ['talkative', 'writes something else to standard output'],
    ['other-number', 'answers a case that was not asked'],
    ['silent', 'is silent'],
  ])('gives up a program that is %s: it %s', async (behaviour) => {
    const running = runConformance(behaving(behaviour), { suites: ['ledger'], timeoutMs: 500 })
    await expect(running).rejects.toThrow(ProgramError)
  })

  it('waits as long as it is told, beyond the longest time of a timer too', async () => {
    const report = await runConformance(behaving('right'), { suites: ['ledger'], timeoutMs: 1e12 })
    expect(report.failures).toEqual([])
  })

  it('gives up a program that cannot be started', async () => {
    await expect(runConformance('exit 9', { suites: ['ledger'] })).rejects.toThrow(ProgramError)
  })

  it('calls a suite that is not there a mistake of the caller', async () => {
    await expect(runConformance(behaving('right'), { suites: ['nothing'] })).rejects.toThrow(TypeError)
  })
})

describe('the command line', { timeout: 60_000 }, () => {
  it('ends with 0 and a table when all is right', async () => {
    const { exit, out } = await commandLine(
      'run',
      '--impl',
      behaving('right'),
      '--suite',
      'ledger',
      '--suite',
      'http-field',
    )
    expect(exit).toBe(0)
    expect(out).toMatch(/^suite +cases +right/)
  })

  it('says how many right answers showed something, and ends with 1 when they did not and it is strict', async () => {
    const cases = selectCases(['ledger']).map(({ item }) => item)
    const valid = cases.find(({ result }) => result === 'valid')?.tcId
    const run = ['run', '--impl', behaving('bare'), '--suite', 'ledger']
    const lenient = await commandLine(...run)
    expect(lenient.exit).toBe(0)
    expect(lenient.out).toMatch(new RegExp(`\n0 of ${cases.length} right answers showed code, outcome or steps$`))
    const strict = await commandLine(...run, '--strict')
    expect(strict.exit).toBe(1)
    expect(strict.out).toContain(`${valid}  expected valid, got valid without detail: `)
    expect(strict.out).toMatch(/\n0 of 0 right answers showed code, outcome or steps$/)
  })

  it('ends with 1 and names the case and its rules when something is wrong', async () => {
    const { exit, out } = await commandLine('run', '--impl', behaving('accepts-everything'), '--suite', 'dag')
    expect(exit).toBe(1)
    expect(out).toMatch(/4004 {2}expected ECT_DAG_CYCLE, got valid: .* \[DAG-SELF\]/)
  })

  it('prints JSON when asked', async () => {
    const { out } = await commandLine('run', '--impl', behaving('right'), '--suite', 'ledger', '--json')
    expect(JSON.parse(out)).toMatchObject({ failures: [], suites: [{ suite: 'ledger' }] })
  })

  it.each([
    [['run']],
    [['walk']],
    [[]],
    [['run', '--impl', 'true', '--suite', 'nothing']],
    [['run', '--impl', 'true', '--timeout', 'soon']],
    [['run', '--impl', 'true', '--colour']],
  ])('ends with 2 and the usage for %j', async (args) => {
    const { exit, err } = await commandLine(...args)
    expect(exit).toBe(2)
    expect(err).toContain('usage:')
  })

  it('ends with 3 when the program is silent', async () => {
    const { exit } = await commandLine('run', '--impl', behaving('silent'), '--suite', 'ledger', '--timeout', '0.3')
    expect(exit).toBe(3)
  })

  it('lists the suites', async () => {
    expect((await commandLine('list')).out.split('\n')).toHaveLength(18)
    expect(JSON.parse((await commandLine('list', '--json')).out)).toHaveLength(18)
  })
})
