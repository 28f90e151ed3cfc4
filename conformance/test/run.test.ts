import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { runCommandLine } from '../src/command-line.ts'
import { loadManifest } from '../src/load.ts'
import { ProgramError } from '../src/program-error.ts'
import { runConformance } from '../src/run.ts'
import { selectCases } from '../src/select-cases.ts'

const program = fileURLToPath(new URL('./programs/answers.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'ect-run-'))
afterAll(() => rmSync(folder, { recursive: true }))
const behaving = (behaviour: string): string => `"${process.execPath}" "${program}" ${behaviour}`

/** A row for each revision that the suite is written for. */
function rowsOf(suite: string, members: object = {}): object[] {
  const files = loadManifest().suites.filter((entry) => entry.suite === suite)
  return files.map(({ revision }) => ({ suite, revision, ...members }))
}

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
    expect(report.suites.map(({ suite, revision, cases }) => ({ suite, revision, cases }))).toEqual(
      loadManifest().suites.map(({ suite, revision, cases }) => ({ suite, revision, cases })),
    )
    for (const count of report.suites) expect(count).toMatchObject({ right: count.cases, detailed: count.cases })
  })

  it('accepts answers without codes and says that they were not compared', async () => {
    const report = await runConformance(behaving('bare'), { suites: ['decode'] })
    expect(report.failures).toEqual([])
    expect(report.suites).toMatchObject(rowsOf('decode', { detailed: 0 }))
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
    expect(report.suites).toMatchObject(rowsOf('ledger', { right: 0 }))
  })

  it('counts answers that never came', async () => {
    const report = await runConformance(behaving('one-only'), { suites: ['ledger'] })
    const rows = report.suites.map(({ right, wrong, cases, unanswered }) => [right, wrong, cases - unanswered])
    expect(rows).toEqual([
      [1, 0, 1],
      [0, 0, 0],
      [0, 0, 0],
    ])
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

  it('calls a selection without any case a mistake of the caller: a run that asks nothing must not pass', async () => {
    for (const selection of [
      { suites: ['cose'], revisions: ['ect-01'] },
      { suites: ['level'], revisions: ['execution-context-00'] },
    ]) {
      expect(() => selectCases(selection)).toThrow(TypeError)
      await expect(runConformance(behaving('right'), selection)).rejects.toThrow(TypeError)
    }
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
    const cases = selectCases({ suites: ['ledger'] }).map(({ item }) => item)
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
    expect(JSON.parse(out)).toMatchObject({ failures: [], suites: rowsOf('ledger') })
  })

  it.each([
    [['run']],
    [['walk']],
    [[]],
    [['run', '--impl', 'true', '--suite', 'nothing']],
    [['run', '--impl', 'true', '--timeout', 'soon']],
    [['run', '--impl', 'true', '--colour']],
    [['run', '--impl', 'true', '--revision', 'nothing']],
    [['run', '--impl', 'true', '--case', 'x']],
    [['run', '--impl', 'true', '--seed', '-1']],
    [['run', '--impl', 'true', '--seed', '1.5']],
    [['run', '--impl', 'true', '--fresh-cases', '5']],
    [['run', '--impl', 'true', '--report', 'pdf=x']],
    [['show', '--case', '999']],
  ])('ends with 2 and the usage for %j', async (args) => {
    const { exit, err } = await commandLine(...args)
    expect(exit).toBe(2)
    expect(err).toContain('usage:')
  })

  it('ends with 3 when the program is silent', async () => {
    const { exit } = await commandLine('run', '--impl', behaving('silent'), '--suite', 'ledger', '--timeout', '0.3')
    expect(exit).toBe(3)
  })

  const list = (name: string, entries: readonly object[]): string => {
    const file = join(folder, name)
    writeFileSync(file, JSON.stringify({ expectedFailures: entries }))
    return file
  }
  const accepting = ['run', '--impl', behaving('accepts-everything'), '--suite', 'dag'] as const

  it('ends with 0 when all that fails was expected, and with 1 when an expectation is stale', async () => {
    const dag = { suite: 'dag', result: 'invalid', reason: 'nothing is refused' }
    const known = await commandLine(...accepting, '--expected-failures', list('known.json', [dag]))
    expect(known.exit).toBe(0)
    expect(known.out).toMatch(/\nexpected failures: \d+$/)
    const stale = list('stale.json', [dag, { cases: [4101], reason: 'was slow' }])
    const { exit, out } = await commandLine(...accepting, '--expected-failures', stale)
    expect(exit).toBe(1)
    expect(out).toMatch(/4101 {2}passes, but is listed as an expected failure/)
  })

  it.each([
    ['names a case twice', [{ cases: [4004, 4004], reason: 'x' }]],
    ['names a case that does not exist', [{ cases: [1], reason: 'x' }]],
    ['has no reason', [{ suite: 'dag', reason: '' }]],
  ])('ends with 2 for a list that %s', async (_, entries) => {
    const { exit } = await commandLine(...accepting, '--expected-failures', list('wrong.json', entries))
    expect(exit).toBe(2)
  })

  it('ends with 3 for a file that cannot be read or written', async () => {
    const nowhere = join(folder, 'nowhere', 'file')
    expect((await commandLine(...accepting, '--expected-failures', nowhere)).exit).toBe(3)
    expect((await commandLine(...accepting, '--report', `html=${nowhere}`)).exit).toBe(3)
  })

  it('proposes a list that is refused until it has reasons, and never overwrites one', async () => {
    const file = join(folder, 'proposed.json')
    const run = ['run', '--impl', behaving('unsupported'), '--suite', 'ledger', '--write-expected-failures', file]
    expect((await commandLine(...run)).exit).toBe(1)
    expect(JSON.parse(readFileSync(file, 'utf8')).expectedFailures).toEqual(rowsOf('ledger', { reason: '' }))
    expect((await commandLine(...accepting, '--expected-failures', file)).exit).toBe(2)
    expect((await commandLine(...run)).exit).toBe(3)
  })

  it('writes reports in every form beside what it prints', async () => {
    const forms = ['text', 'json', 'junit', 'html']
    const options = forms.flatMap((form) => ['--report', `${form}=${join(folder, form)}`])
    const { exit, out } = await commandLine(...accepting, ...options)
    expect(exit).toBe(1)
    const [text, json, junit, html] = forms.map((form) => readFileSync(join(folder, form), 'utf8'))
    expect(text).toBe(`${out}\n`)
    expect(JSON.parse(json ?? '')).toMatchObject({ ok: false, suites: rowsOf('dag') })
    expect(junit).toMatch(/^<\?xml /)
    expect(html).toMatch(/^<!doctype html>/)
  })

  it('shows a case whole, published or fresh, and asks it alone', async () => {
    const published = JSON.parse((await commandLine('show', '--case', '4004')).out)
    expect(published).toMatchObject({ suite: 'dag', item: { tcId: 4004, code: 'ECT_DAG_CYCLE' } })
    const fresh = JSON.parse((await commandLine('show', '--seed', '7', '--case', '2000012')).out)
    expect(fresh).toMatchObject({ suite: 'verify', item: { tcId: 2_000_012 } })
    const one = await commandLine('run', '--impl', behaving('right'), '--case', '6001', '--json')
    expect(JSON.parse(one.out)).toMatchObject({ ok: true, suites: [{ suite: 'ledger', cases: 1 }] })
  })

  it('runs one revision', async () => {
    const { out } = await commandLine(...accepting, '--revision', 'execution-context-00', '--json')
    expect(JSON.parse(out).suites).toMatchObject([{ suite: 'dag', revision: 'execution-context-00' }])
  })

  it('lists the suites', async () => {
    expect((await commandLine('list')).out.split('\n')).toHaveLength(19)
    expect(JSON.parse((await commandLine('list', '--json')).out)).toHaveLength(19)
  })
})
