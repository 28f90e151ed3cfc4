import { statSync } from 'node:fs'
import { isJsonObject, type JsonObject, parseStrictJson } from '@wimse-ect/claims'
import { type ClaimsToSign, type OwnedJwk, type Signer, signEct, signerFromJwk } from '@wimse-ect/signing'
import { idKinds, idsFlag, revisions } from '../judging-options.ts'
import { print, tell } from '../output.ts'
import { jsonLine, printable } from '../printable.ts'
import { oneOf, wholeNumber } from '../read-option.ts'
import { readJsonObject, readText } from '../read-text.ts'
import { UsageError } from '../usage-error.ts'
import { defineVerb, jsonFlag, type Verb } from '../verb.ts'

const flags = {
  key: { type: 'string', required: true, value: 'FILE', help: 'private key, as keygen writes it' },
  profile: { type: 'string', value: 'P', help: `revision of the draft (default ${revisions[0]})` },
  lifetime: { type: 'string', value: 'SECONDS', help: 'from iat to exp, where the payload has no exp (default 600)' },
  ...idsFlag,
  ...jsonFlag,
} as const

/** Signs what was done. */
export const verb: Verb = defineVerb({
  name: 'sign',
  operands: 'PAYLOAD',
  count: [1, 1],
  about: `Signs a payload and prints the token. PAYLOAD is a file, - for standard input, or JSON itself.

iat, exp, jti and tid are filled in where they are missing. What a verifier would refuse is refused here.`,
  flags,
  async run({ values, positionals: [operand = ''] }) {
    const revision = oneOf(values.profile, revisions, '--profile')
    const ids = oneOf(values.ids, idKinds, '--ids')
    const lifetime = wholeNumber(values.lifetime, '--lifetime')
    if (lifetime === 0) throw new UsageError('--lifetime is at least 1')
    const key = await readSigner(values.key)
    const text = operand.trimStart().startsWith('{') ? operand : await readText(operand)
    const { value } = parseStrictJson(text, 'payload')
    if (!mayBeClaims(value)) throw new TypeError('the payload is no object')
    const token = await signEct(value, { key, revision, ids, lifetime })
    await print(values.json === true ? jsonLine({ token }) : token)
    return 0
  },
})

async function readSigner(file: string): Promise<Signer> {
  const jwk = await readJsonObject(file)
  if (process.platform !== 'win32' && file !== '-' && (statSync(file).mode & 0o077) !== 0) {
    tell(`warning: others can read the private key ${printable(file)}; chmod 600 keeps them out`)
  }
  try {
    if (!isJwk(jwk)) throw new TypeError('no private key')
    return await signerFromJwk(jwk)
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : 'no private key'}`)
  }
}

/** What its members are is for `signerFromJwk` to judge. */
function isJwk(value: JsonObject): value is JsonObject & OwnedJwk {
  return typeof value.kty === 'string'
}

/** What its members are is for `signEct` to judge. */
function mayBeClaims(value: JsonObject): value is JsonObject & ClaimsToSign<'execution-context-00'> {
  return isJsonObject(value)
}
