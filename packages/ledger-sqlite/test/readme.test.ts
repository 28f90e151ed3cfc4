import { execFileSync } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorCodes } from '@wimse-ect/claims'
import { expect, it } from 'vitest'
import { alice, signedToken } from '../../ledger/contract/tokens.ts'
import * as ledger from '../src/index.ts'
import { temporaryFolder } from './temporary-folder.ts'

const packageFolder = join(import.meta.dirname, '..')
const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8')

it('[PROOF-RECEIPT] the program of the README checks the receipt of a ledger that was closed, and prints what it says', () => {
  const program = /^```ts\n(?<code>.*?)^```$/ms.exec(readme)?.groups?.code ?? ''
  const now = Math.floor(Date.now() / 1000)
  const jwk = { ...createPublicKey(alice.privateKey).export({ format: 'jwk' }), kid: alice.kid, sub: alice.agent }
  const folder = temporaryFolder()
  try {
    writeFileSync(folder.path('jwks.json'), JSON.stringify({ keys: [jwk] }))
    const flags = ['--conditions=@wimse-ect/source', '--input-type=module-typescript', '-']
    const paths = [signedToken({ iat: now, exp: now + 600 }), folder.path('jwks.json'), folder.path('ledger.db')]
    const options = { cwd: packageFolder, encoding: 'utf8', input: program } as const
    expect(readme).toContain(`it prints \`${execFileSync(process.execPath, [...flags, ...paths], options).trimEnd()}\``)
  } finally {
    folder.remove()
  }
})

it('everything that the package exports stands in the README, and every code in it exists', () => {
  expect(Object.keys(ledger).filter((name) => !readme.includes(`\`${name}`))).toEqual([])
  const codes = [...readme.matchAll(/ECT_[A-Z_]+[A-Z]/g)].map(([code]) => code)
  expect(codes.filter((code) => !Object.hasOwn(errorCodes, code))).toEqual([])
})
