import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compactVerify, importJWK } from 'jose'
import { afterAll, describe, expect, it } from 'vitest'
import { checkSignatures } from '../../src/lint/check-signatures.ts'
import { type LintFacts, lintFiles, lintSignatures, lintSuites } from '../../src/lint/lint.ts'
import { verifyThreeWays } from '../../src/lint/verify-three-ways.ts'
import {
  conformanceRoot,
  loadCases,
  loadCodes,
  loadKeys,
  loadManifest,
  loadRequirements,
  loadSuite,
} from '../../src/load.ts'

const manifest = loadManifest()
const facts: LintFacts = {
  manifest,
  keys: loadKeys(),
  requirements: loadRequirements(),
  codes: loadCodes(),
  suites: manifest.suites.map(({ suite, revision }) => loadSuite(suite, revision)),
}
const decode = loadSuite('decode')
const [firstCase] = decode.cases
if (firstCase === undefined) throw new TypeError('the suite is empty')

/** The facts with the first case of the suite decode changed. */
const changed = (change: Partial<typeof firstCase>): LintFacts => {
  const first: typeof firstCase = { ...firstCase, ...change }
  return { ...facts, suites: [{ ...decode, cases: [first, ...decode.cases.slice(1)] }] }
}

const copies: string[] = []
afterAll(() => {
  for (const path of copies) rmSync(path, { recursive: true })
})

/** A copy of the files with one of them changed. */
function copyWith(file: string, change: (text: string) => string): string {
  const root = mkdtempSync(join(tmpdir(), 'ect-conformance-'))
  copies.push(root)
  for (const name of [
    'schema',
    'keys',
    'manifest.json',
    'requirements.json',
    'codes.json',
    ...manifest.suites.map(({ suite }) => suite),
  ]) {
    cpSync(join(conformanceRoot, name), join(root, name), { recursive: true })
  }
  const path = join(root, file)
  writeFileSync(path, change(readFileSync(path, 'utf8')))
  return root
}

describe('the linter', { timeout: 120_000 }, () => {
  it('finds nothing wrong with the files as they are', () => {
    expect(lintFiles(conformanceRoot, facts)).toEqual([])
  })

  it('finds every signature as the flags say, in node:crypto, WebCrypto and noble', async () => {
    expect(await lintSignatures(facts)).toEqual([])
  })

  it('notices a number that is used twice', () => {
    expect(lintSuites(changed({ tcId: 1002 }))).toEqual(['decode 1002: the number is used twice'])
  })

  it('notices a rule that does not exist, and one that is only planned', () => {
    expect(lintSuites(changed({ rules: ['ENV-NOTHING'] }))).toEqual(['decode 1001: no active rule ENV-NOTHING'])
    const planned = facts.requirements.map((rule): typeof rule => ({ ...rule, status: 'planned' }))
    const [rule = ''] = firstCase.rules
    const problems = lintSuites({ ...changed({ rules: [rule] }), requirements: planned })
    expect(problems).toContain(`decode 1001: no active rule ${rule}`)
  })

  it('notices a code that does not exist', () => {
    expect(lintSuites(changed({ result: 'invalid', code: 'ECT_NOTHING' }))).toEqual([
      'decode 1001: no code ECT_NOTHING',
    ])
  })

  it('notices a flag without a note, and a note without a case', () => {
    expect(lintSuites(changed({ flags: ['Nothing'] }))).toEqual(['decode 1001: no note for the flag Nothing'])
    const idle = { ...facts, suites: [{ ...decode, notes: { ...decode.notes, Idle: 'x' } }] }
    expect(lintSuites(idle)).toEqual(['decode: no case has the flag Idle'])
  })

  it('notices one changed character of a token: the digest and the signature', async () => {
    const { token } = firstCase
    const other = token.endsWith('A') ? 'Q' : 'A'
    const root = copyWith('decode/execution-context-00.json', (text) => text.replace(token, token.slice(0, -1) + other))
    expect(lintFiles(root, facts)).toEqual([
      'decode/execution-context-00.json: the digest in the manifest is another one',
    ])
    const changedToken = token.replace(/\.[^.]*$/, `.${'A'.repeat(86)}`)
    expect(await lintSignatures(changed({ token: changedToken }))).toEqual(['1001: a signature is not confirmed'])
  })

  it('notices a case that is flagged NotGenuine and is genuine', async () => {
    const item = loadCases('decode').find(({ tcId }) => tcId === 1001)
    if (item === undefined) throw new TypeError('no such case')
    const problems = await checkSignatures({ ...item, flags: ['NotGenuine'] }, loadKeys().private)
    expect(problems).toEqual(['1001: flagged NotGenuine, but every signature is confirmed'])
  })

  it.each([
    [
      'a result without code',
      'decode/execution-context-00.json',
      '"result": "invalid",\n      "code": "ECT_TOKEN_SEGMENTS"',
      '"result": "invalid"',
    ],
    ['a member nobody knows', 'ledger/execution-context-00.json', '"tcId": 6001,', '"tcId": 6001, "note": 1,'],
    ['a valid case that does not say what comes out', 'dag/execution-context-00.json', '"expect":', '"signedBy":'],
    ['a mark that is neither D nor R', 'requirements.json', '"mark": "D"', '"mark": "X"'],
    ['a code of another form', 'codes.json', '"ECT_FIELD_SYNTAX"', '"field syntax"'],
  ])('notices %s', (_, file, before, after) => {
    const root = copyWith(file, (text) => text.replace(before, after))
    expect(lintFiles(root, facts).some((problem) => problem.startsWith(`${file}: `))).toBe(true)
  })
})

describe('the three libraries', () => {
  const keys = loadKeys().private

  it('all refuse a wrong signature', async () => {
    const jwk = keys.find(({ kid }) => kid === 'alice-key')
    if (jwk === undefined) throw new TypeError('no such key')
    const opinions = await verifyThreeWays(jwk, new Uint8Array(3), new Uint8Array(64).fill(1))
    expect(opinions).toEqual({ node: false, webcrypto: false, noble: false })
  })

  it('have no opinion that counts about a symmetric key', async () => {
    expect(Object.values(await verifyThreeWays({ kty: 'oct' }, new Uint8Array(3), new Uint8Array(64)))).toEqual([false])
  })
})

describe('jose', () => {
  it('confirms every token that the suite verify accepts', async () => {
    const accepted = loadCases('verify').filter(({ result, wits }) => result === 'valid' && wits.length === 0)
    expect(accepted.length).toBeGreaterThan(50)
    for (const { token, keys, options } of accepted) {
      const opened = compactVerify(
        token,
        async ({ kid, alg }) => importJWK({ ...keys.keys.find((jwk) => jwk.kid === kid) }, alg),
        { algorithms: [...options.algorithms] },
      )
      await expect(opened).resolves.toHaveProperty('payload')
    }
  })
})
