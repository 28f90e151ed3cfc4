import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorCodes } from '@wimse-ect/claims'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../ledger/contract/temporary-folder.ts'
import * as server from '../src/index.ts'
import { limitsOf } from '../src/limits.ts'
import { currentToken } from './current-token.ts'
import { keys } from './test-service.ts'

const packageFolder = join(import.meta.dirname, '..')
const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8')

it('[PROOF-RECEIPT] the program of the README records a token, checks its receipt, and prints what it says', () => {
  const program = /^```ts\n(?<code>.*?)^```$/ms.exec(readme)?.groups?.code ?? ''
  const folder = temporaryFolder()
  try {
    writeFileSync(folder.path('jwks.json'), JSON.stringify(keys))
    const flags = ['--conditions=@wimse-ect/source', '--no-warnings', '--input-type=module-typescript', '-']
    const values = [currentToken(), folder.path('jwks.json'), folder.path('ledger.db')]
    const output = execFileSync(process.execPath, [...flags, ...values], {
      cwd: packageFolder,
      encoding: 'utf8',
      input: program,
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    expect(readme).toContain(`it prints \`${output.trimEnd()}\``)
  } finally {
    folder.remove()
  }
})

it('everything that the package exports and every limit stands in the README, and every code in it exists', () => {
  const names = [...Object.keys(server), ...Object.keys(limitsOf())]
  expect(names.filter((name) => !readme.includes(`\`${name}`))).toEqual([])
  const codes = [...readme.matchAll(/ECT_[A-Z_]+[A-Z]/g)].map(([code]) => code)
  expect(codes.filter((code) => !Object.hasOwn(errorCodes, code))).toEqual([])
})
