import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { conformanceRoot, loadManifest, loadSuite } from '../src/load.ts'
import { runConformance } from '../src/run.ts'

const readme = readFileSync(join(conformanceRoot, 'README.md'), 'utf8')
const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\n([^\`]*)\`\`\``, 'g'))].map((match) => match[1] ?? '')
const cases = loadManifest().suites.flatMap(({ suite, revision }) => loadSuite(suite, revision).cases)
const folder = mkdtempSync(join(tmpdir(), 'ect-readme-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The value with every token cut to the length that the README shows. */
function shortened(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll(/"(eyJhbGciOi|0oRYK6MBJg)[\w.-]+"/g, '"$1..."'))
}

describe('the README', () => {
  it('counts the cases right', () => {
    expect(readme).toContain(`${cases.length.toLocaleString('en')} cases in nine suites`)
  })

  it('shows one case of every suite as it stands in the file', () => {
    const examples = blocks('json')
      .map((text) => JSON.parse(text))
      .filter((example) => 'tcId' in example)
    expect(examples).toHaveLength(new Set(loadManifest().suites.map(({ suite }) => suite)).size)
    for (const example of examples) {
      expect(shortened(cases.find(({ tcId }) => tcId === example.tcId))).toEqual(example)
    }
  })

  it('shows a program that the runner can run', { timeout: 60_000 }, async () => {
    const program = join(folder, 'program.mjs')
    writeFileSync(program, blocks('js')[0] ?? '')
    const report = await runConformance(`"${process.execPath}" "${program}"`, { suites: ['ledger'] })
    expect(report.suites.map(({ suite, unanswered }) => [suite, unanswered])).toEqual(
      Array.from({ length: 3 }, () => ['ledger', 0]),
    )
  })
})
