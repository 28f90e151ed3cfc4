import { execFile, spawn } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { errorCodes } from '@wimse-ect/claims'
import { expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '../../ledger/contract/temporary-folder.ts'
import { alice, signedToken } from '../../ledger/contract/tokens.ts'
import * as witness from '../src/index.ts'
import * as onNode from '../src/node/index.ts'
import { logKeys } from './naive-log.ts'
import { witnessKeys } from './witnesses.ts'

const packageFolder = join(import.meta.dirname, '..')
const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8')
const [asking = '', being = ''] = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code)
const flags = ['--conditions=@wimse-ect/source', '--no-warnings', '--input-type=module-typescript', '-']

it('[CHECKPOINT-COSIGNATURE] the programs of the README, one a witness, print what the README says', async () => {
  const folder = temporaryFolder()
  onTestFinished(() => folder.remove())
  const now = Math.floor(Date.now() / 1000)
  const jwk = { ...createPublicKey(alice.privateKey).export({ format: 'jwk' }), kid: alice.kid, sub: alice.agent }
  writeFileSync(folder.path('jwks.json'), JSON.stringify({ keys: [jwk] }))

  const log = [logKeys.signerKey, logKeys.verifierKey]
  const witnessArguments = [folder.path('state'), witnessKeys.signerKey, logKeys.verifierKey]
  const server = spawn(process.execPath, [...flags, ...witnessArguments], { cwd: packageFolder })
  server.stdin.end(being)
  onTestFinished(() => void server.kill())
  const [address]: readonly unknown[] = await once(server.stdout, 'data')
  const [, port] = /port: (\d+)/.exec(String(address)) ?? []

  const token = signedToken({ iat: now, exp: now + 600 })
  const endpoint = [`http://127.0.0.1:${port}/w1`, witnessKeys.verifierKey]
  const programArguments = [token, folder.path('jwks.json'), ...log, ...endpoint]
  const run = promisify(execFile)(process.execPath, [...flags, ...programArguments], { cwd: packageFolder })
  run.child.stdin?.end(asking)
  const { stdout } = await run
  expect(readme).toContain(`it prints\n\n\`\`\`\n${stdout}\`\`\``)
})

it('everything that the package exports stands in the README, and every code in it exists', () => {
  const names = Object.keys({ ...witness, ...onNode })
  expect(names.filter((name) => !readme.includes(`\`${name}`))).toEqual([])
  const codes = [...readme.matchAll(/ECT_[A-Z_]+[A-Z]/g)].map(([code]) => code)
  expect(codes.filter((code) => !Object.hasOwn(errorCodes, code))).toEqual([])
})
