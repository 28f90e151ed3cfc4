import { execFileSync } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorCodes } from '@wimse-ect/claims'
import { expect, it } from 'vitest'
import { alice, signedToken } from '../contract/tokens.ts'
import * as ledger from '../src/index.ts'

const packageFolder = join(import.meta.dirname, '..')
const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8')

it('[GO-LEDGER] the first program of the README records a token and prints what the README says', () => {
  expect(readme).toContain(`it prints \`${run(0)}\``)
})

it('[PROOF-RECEIPT] the second one checks a receipt and prints what the README says', () => {
  expect(readme).toContain(`It prints \`${run(1)}\``)
})

it('[LEDGER-TAMPER] the third one exports a ledger and restores it, and prints what the README says', () => {
  expect(readme).toContain(`It prints \`${run(2)}\``)
})

it('everything that the package exports stands in the README, and every code in it exists', () => {
  expect(Object.keys(ledger).filter((name) => !readme.includes(`\`${name}`))).toEqual([])
  const codes = [...readme.matchAll(/ECT_[A-Z_]+[A-Z]/g)].map(([code]) => code)
  expect(codes.filter((code) => !Object.hasOwn(errorCodes, code))).toEqual([])
})

/** Runs a program of the README with a token and a key set, and returns what it prints. */
function run(at: number): string {
  const program = [...readme.matchAll(/^```ts\n(?<code>.*?)^```$/gms)][at]?.groups?.code ?? ''
  const now = Math.floor(Date.now() / 1000)
  const compact = signedToken({ iat: now, exp: now + 600 }, alice)
  const jwk = { ...createPublicKey(alice.privateKey).export({ format: 'jwk' }), kid: alice.kid, sub: alice.agent }
  const folder = mkdtempSync(join(tmpdir(), 'ledger-readme-'))
  try {
    const keySet = join(folder, 'jwks.json')
    writeFileSync(keySet, JSON.stringify({ keys: [jwk] }))
    const flags = ['--conditions=@wimse-ect/source', '--input-type=module-typescript', '-']
    const options = { cwd: packageFolder, encoding: 'utf8', input: program } as const
    return execFileSync(process.execPath, [...flags, compact, keySet], options).trimEnd()
  } finally {
    rmSync(folder, { recursive: true })
  }
}
