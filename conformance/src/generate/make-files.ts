import { createHash } from 'node:crypto'
import type { Manifest } from '../formats.ts'
import { key, keyNames, keySets } from './cast.ts'
import { makeSuites } from './suites.ts'

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Makes every generated file: its path from the root of the package, and its text. The same on every run and machine. */
export function makeFiles(): ReadonlyMap<string, string> {
  const suites = makeSuites().map((suite) => ({
    suite,
    file: `${suite.suite}/${suite.revision}.json`,
    text: json(suite),
  }))
  const keys = Object.entries(keySets).map(([name, { comment, set }]) => ({
    name,
    file: `keys/${name}.json`,
    text: json({ comment, ...set }),
  }))
  const manifest: Manifest = {
    $schema: './schema/manifest.schema.json',
    suites: suites.map(({ suite, file, text }) => ({
      suite: suite.suite,
      revision: suite.revision,
      file,
      cases: suite.cases.length,
      sha256: sha256(text),
    })),
    keys: keys.map(({ name, file, text }) => ({ name, file, sha256: sha256(text) })),
  }
  return new Map([
    ['manifest.json', json(manifest)],
    ['keys/private.json', json(privateKeys())],
    ['valid-root-ect-payload.json', json(rootPayload())],
    ...keys.map(({ file, text }): [string, string] => [file, text]),
    ...suites.map(({ file, text }): [string, string] => [file, text]),
  ])
}

function privateKeys(): unknown {
  return {
    comment: 'Test only. Every key here is public knowledge; never use one for anything else.',
    keys: keyNames.map((name) => ({ kid: name, ...key(name).privateJwk })),
  }
}

/** The root payload of the reference implementation, with the tid that this revision needs and a fixed time. */
function rootPayload(): unknown {
  return {
    iss: 'spiffe://example.com/agent/a',
    aud: ['spiffe://example.com/agent/b'],
    iat: 1767225600,
    exp: 1767226200,
    jti: '550e8400-e29b-41d4-a716-446655440000',
    tid: '550e8400-e29b-41d4-a716-446655440001',
    exec_act: 'review_spec',
    par: [],
    pol: 'policy_v1',
    pol_decision: 'approved',
  }
}
