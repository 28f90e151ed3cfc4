import { execFileSync } from 'node:child_process'
import { createPublicKey, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorCodes } from '@wimse-ect/claims'
import { expect, inject, it } from 'vitest'
import { alice, signedToken } from '../../ledger/contract/tokens.ts'
import * as ledger from '../src/index.ts'

const packageFolder = join(import.meta.dirname, '..')
const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8')

it('[PROOF-RECEIPT] the program of the README checks a receipt of the other process, and prints what it says', () => {
  const program = /^```ts\n(?<code>.*?)^```$/ms.exec(readme)?.groups?.code ?? ''
  const now = Math.floor(Date.now() / 1000)
  const jwk = { ...createPublicKey(alice.privateKey).export({ format: 'jwk' }), kid: alice.kid, sub: alice.agent }
  const folder = mkdtempSync(join(tmpdir(), 'ledger-postgres-'))
  try {
    const keySet = join(folder, 'jwks.json')
    writeFileSync(keySet, JSON.stringify({ keys: [jwk] }))
    const flags = ['--conditions=@wimse-ect/source', '--input-type=module-typescript', '-']
    const values = [signedToken({ iat: now, exp: now + 600 }), keySet, inject('postgresUrl'), `readme/${randomUUID()}`]
    const options = { cwd: packageFolder, encoding: 'utf8', input: program } as const
    expect(readme).toContain(`\`${execFileSync(process.execPath, [...flags, ...values], options).trimEnd()}\``)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

it('everything that the package exports stands in the README, and every code in it exists', () => {
  expect(Object.keys(ledger).filter((name) => !readme.includes(`\`${name}`))).toEqual([])
  const codes = [...readme.matchAll(/ECT_[A-Z_]+[A-Z]/g)].map(([code]) => code)
  expect(codes.filter((code) => !Object.hasOwn(errorCodes, code) && code !== 'ECT_TEST_POSTGRES_URL')).toEqual([])
})
