import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorCodes } from '@wimse-ect/claims'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import * as verification from '../src/index.ts'
import { alice, keySet } from './cast.ts'
import { ect } from './tokens.ts'

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8')
const readme = read('../README.md')

let folder: string
const { argv } = process
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verification-readme-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
  process.argv = argv
})

/** Runs the program of the README and returns what it prints. */
async function run(compact: string): Promise<string> {
  const keySetFile = join(folder, 'jwks.json')
  writeFileSync(keySetFile, JSON.stringify(keySet))
  process.argv = [...argv.slice(0, 2), compact, keySetFile]
  const lines: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((line: unknown) => {
    lines.push(String(line))
  })
  vi.resetModules()
  await import('./readme-program.ts')
  log.mockRestore()
  return lines.join('\n')
}

it('the program in the README is test/readme-program.ts, and prints what the README says', async () => {
  expect(readme).toContain(`\`\`\`ts\n${read('readme-program.ts')}\`\`\``)
  const iat = Math.floor(Date.now() / 1000)
  const times = { iat, exp: iat + 600 }
  const accepted = await run(ect({ claims: times }))
  expect(accepted).toBe(`${alice.id} did review_spec`)
  expect(readme).toContain(`it prints \`${accepted}\``)
  const refused = await run(ect({ claims: { ...times, aud: alice.id } }))
  expect(readme).toContain(`\`${refused}\``)
})

it('every function that the package exports stands in the README', () => {
  expect(Object.keys(verification).filter((name) => !readme.includes(`\`${name}`))).toEqual([])
})

it('every code in the README exists', () => {
  const codes = [...readme.matchAll(/ECT_[A-Z_]+[A-Z]/g)].map(([code]) => code)
  const places = codes.filter((code) => !Object.hasOwn(errorCodes, code))
  // ECT_TOKEN_*, ECT_CLAIM_* and ECT_DAG_* stand for all codes of a place.
  expect(new Set(places)).toEqual(new Set(['ECT_TOKEN', 'ECT_CLAIM', 'ECT_DAG']))
})
