import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readCorpus } from '../src/corpus.ts'
import { canLoadAddon } from '../src/engine/load-addon.ts'
import { type RunOptions, runTarget } from '../src/run-target.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ect-fuzz-test-'))
  for (const name of ['corpus', 'work']) mkdirSync(join(folder, name))
})
afterEach(() => rmSync(folder, { recursive: true }))

function planted(signal = new AbortController().signal): RunOptions {
  return {
    name: 'planted',
    module: new URL('./targets/planted.ts', import.meta.url),
    corpus: join(folder, 'corpus'),
    findings: join(folder, 'findings'),
    folder: join(folder, 'work'),
    seconds: 60,
    seed: 1,
    signal,
  }
}

const itCan = it.runIf(canLoadAddon())

itCan(
  'branches lead to an input for which a property does not hold; it is saved, and so is the way there',
  async () => {
    const run = await runTarget(planted())
    expect(run.findings.map(({ file }) => readFileSync(file, 'utf8'))).toEqual([expect.stringMatching(/^Xmarks!/)])
    expect(run.findings[0]?.account).toContain('Error: found')
    expect(run.executions).toBeGreaterThan(100)
    expect(run.branches).toBeGreaterThan(5)
    const saved = readCorpus(join(folder, 'corpus'), 'planted').map((input) => Buffer.from(input).toString('latin1'))
    expect(saved).toHaveLength(run.corpusAfter)
    expect(saved).toContainEqual(expect.stringMatching(/^Xm/))
  },
  120_000,
)

itCan('an interrupted run ends at once, with all that it started', async () => {
  const interrupted = new AbortController()
  const run = runTarget(planted(interrupted.signal))
  setTimeout(() => interrupted.abort(), 500)
  await expect(run).rejects.toThrow()
  expect(readdirSync(join(folder, 'corpus'))).toEqual([])
})
