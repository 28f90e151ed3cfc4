import { execFileSync } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorCodes } from '@wimse-ect/claims'
import { expect, it } from 'vitest'
import { alice, signedToken } from '../../ledger/contract/tokens.ts'
import * as tiles from '../src/index.ts'
import * as s3 from '../src/s3-store.ts'
import { onFolder } from './temporary-folder.ts'

const packageFolder = join(import.meta.dirname, '..')
const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8')

it('[PROOF-RECEIPT] the program of the README checks a receipt made from a folder, and prints what it says', () =>
  onFolder(async (folder) => {
    const program = /^```ts\n(?<code>.*?)^```$/ms.exec(readme)?.groups?.code ?? ''
    const now = Math.floor(Date.now() / 1000)
    const jwk = { ...createPublicKey(alice.privateKey).export({ format: 'jwk' }), kid: alice.kid, sub: alice.agent }
    const [keySet, published] = [join(folder, 'jwks.json'), join(folder, 'published')]
    writeFileSync(keySet, JSON.stringify({ keys: [jwk] }))
    mkdirSync(published)
    const flags = ['--conditions=@wimse-ect/source', '--input-type=module-typescript', '-']
    const paths = [signedToken({ iat: now, exp: now + 600 }), keySet, published]
    const options = { cwd: packageFolder, encoding: 'utf8', input: program } as const
    expect(readme).toContain(`it prints \`${execFileSync(process.execPath, [...flags, ...paths], options).trimEnd()}\``)
  }))

it('everything that the package exports stands in the README, and every code in it exists', () => {
  expect(Object.keys({ ...tiles, ...s3 }).filter((name) => !readme.includes(`\`${name}`))).toEqual([])
  const codes = [...readme.matchAll(/ECT_[A-Z_]+[A-Z]/g)].map(([code]) => code)
  expect(codes.filter((code) => !Object.hasOwn(errorCodes, code))).toEqual([])
})
