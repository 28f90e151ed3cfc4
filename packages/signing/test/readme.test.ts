import { generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { errorCodes } from '@wimse-ect/claims'
import { expect, it, vi } from 'vitest'
import * as signing from '../src/index.ts'
import { alice, now, rootTask, verifiesInNode } from './agents.ts'
import { kmsSigner } from './readme-kms-signer.ts'

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8')
const readme = read('../README.md')

it('the program in the README is test/readme-program.ts, and prints a good token and the key set for it', async () => {
  expect(readme).toContain(`\`\`\`ts\n${read('readme-program.ts')}\`\`\``)
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  await import('./readme-program.ts')
  const [compact, keySet] = log.mock.calls[0] as [string, string]
  log.mockRestore()
  const { keys } = JSON.parse(keySet) as { keys: [signing.OwnedJwk] }
  expect(verifiesInNode(compact, keys[0])).toBe(true)
  expect(keys[0].sub).toBe('spiffe://example.com/agent/a')
})

it('the signer in the README is test/readme-kms-signer.ts, and makes good tokens', async () => {
  expect(readme).toContain(`\`\`\`ts\n${read('readme-kms-signer.ts')}\`\`\``)
  const kms = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const publicJwk = { ...kms.publicKey.export({ format: 'jwk' }), sub: alice }
  const key = kmsSigner(publicJwk, async (bytes) => sign('sha256', bytes, kms.privateKey))
  expect(verifiesInNode(await signing.signEct(rootTask, { key, now }), publicJwk)).toBe(true)
})

it('every function that the package exports stands in the README', () => {
  expect(Object.keys(signing).filter((name) => !readme.includes(name))).toEqual([])
})

it('every code in the README exists', () => {
  const codes = [...readme.matchAll(/ECT_[A-Z_]+[A-Z]/g)].map(([code]) => code)
  expect(codes.filter((code) => !Object.hasOwn(errorCodes, code))).toEqual([])
})
