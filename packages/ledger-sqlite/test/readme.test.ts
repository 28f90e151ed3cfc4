import { execFileSync } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorCodes } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../ledger/contract/temporary-folder.ts'
import { alice, signedToken, token } from '../../ledger/contract/tokens.ts'
import * as ledger from '../src/index.ts'
import { createSqliteLedger } from '../src/index.ts'
import { logKey, onFile, signer } from './on-file.ts'

const packageFolder = join(import.meta.dirname, '..')
const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8')

it('[PROOF-RECEIPT] the program of the README checks the receipt of a ledger that was closed, and prints what it says', () => {
  const now = Math.floor(Date.now() / 1000)
  const jwk = { ...createPublicKey(alice.privateKey).export({ format: 'jwk' }), kid: alice.kid, sub: alice.agent }
  const folder = temporaryFolder()
  try {
    writeFileSync(folder.path('jwks.json'), JSON.stringify({ keys: [jwk] }))
    const compact = signedToken({ iat: now, exp: now + 600 })
    expect(readme).toContain(`it prints \`${run(0, compact, folder.path('jwks.json'), folder.path('ledger.db'))}\``)
  } finally {
    folder.remove()
  }
})

it('[LEDGER-TAMPER] the program that exports and imports prints what the README says', () =>
  onFile(async ({ file, path }) => {
    const opened = await createSqliteLedger(file, { signer })
    await opened.append(token(), admit)
    await opened.close()
    expect(readme).toContain(`it prints \`${run(2, file, path('archive'), path('copy.db'), logKey)}\``)
  }))

it('everything that the package exports stands in the README, and every code in it exists', () => {
  expect(Object.keys(ledger).filter((name) => !readme.includes(`\`${name}`))).toEqual([])
  const codes = [...readme.matchAll(/ECT_[A-Z_]+[A-Z]/g)].map(([code]) => code)
  expect(codes.filter((code) => !Object.hasOwn(errorCodes, code))).toEqual([])
})

/** Runs a program of the README and returns what it prints. */
function run(at: number, ...parts: readonly string[]): string {
  const program = [...readme.matchAll(/^```ts\n(?<code>.*?)^```$/gms)][at]?.groups?.code ?? ''
  const flags = ['--conditions=@wimse-ect/source', '--input-type=module-typescript', '-']
  const options = { cwd: packageFolder, encoding: 'utf8', input: program } as const
  return execFileSync(process.execPath, [...flags, ...parts], options).trimEnd()
}
