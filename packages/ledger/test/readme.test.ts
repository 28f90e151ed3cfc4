import { execFileSync } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { alice, signedToken } from '../contract/tokens.ts'

const packageFolder = join(import.meta.dirname, '..')
const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8')

it('[GO-LEDGER] the program of the README runs and prints what the README says', () => {
  const program = /^```ts\n(?<code>.*?)^```$/ms.exec(readme)?.groups?.code ?? ''
  const now = Math.floor(Date.now() / 1000)
  const compact = signedToken({ iat: now, exp: now + 600 }, alice)
  const jwk = { ...createPublicKey(alice.privateKey).export({ format: 'jwk' }), kid: alice.kid, sub: alice.agent }
  const folder = mkdtempSync(join(tmpdir(), 'ledger-readme-'))
  try {
    const keySet = join(folder, 'jwks.json')
    writeFileSync(keySet, JSON.stringify({ keys: [jwk] }))
    const flags = ['--conditions=@wimse-ect/source', '--input-type=module-typescript', '-']
    const printed = execFileSync(process.execPath, [...flags, compact, keySet], {
      cwd: packageFolder,
      encoding: 'utf8',
      input: program,
    })
    expect(readme).toContain(`it prints \`${printed.trimEnd()}\``)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
