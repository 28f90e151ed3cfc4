import { deepEqual, equal, notEqual, ok } from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { checkClaims, checkConsistency, decodeEct, taskOf } from '@wimse-ect/claims'
import { loadCases } from '@wimse-ect/conformance'
import { createVerifier, jwksKeys } from '@wimse-ect/verification'
import { compactVerify, decodeJwt } from 'jose'
import { privateJwk, privateKey, signedWithEd25519 } from '../properties/keys.ts'
import { outcomeOf, outcomeOfAsync } from '../properties/outcome.ts'
import type { Target } from '../target.ts'

const key = privateKey('alice-ed25519')
const publicKey = createPublicKey(key)
const { kty, crv, x } = privateJwk('alice-ed25519')
const subject = 'spiffe://example.com/agent/alice'
const now = 1_767_225_600
const keys = jwksKeys({ keys: [{ kty, crv: String(crv), x: String(x), kid: 'alice-ed25519', sub: subject }] })
const header = '{"alg":"Ed25519","typ":"wimse-exec+jwt","kid":"alice-ed25519"}'
const verifiers = (['uuid', 'opaque'] as const).map((ids) => ({
  ids,
  verifier: () =>
    createVerifier({
      audience: 'spiffe://example.com/agent/bob',
      keys,
      algorithms: ['Ed25519'],
      ids,
      clock: () => now,
    }),
}))

/**
 * Payloads that alice really signed, through the whole verification: what is accepted, jose accepts with the same
 * content; what is refused is not refused for its signature. All claims are judged also where an early step refuses.
 */
export const target: Target = {
  async check(input) {
    const compact = signedWithEd25519(header, input, key)
    for (const { ids, verifier } of verifiers) {
      const outcome = await outcomeOfAsync(() => verifier().verify(compact))
      const decoded = outcomeOf(() => decodeEct(compact))
      const claims = decoded.ok ? outcomeOf(() => checkClaims(decoded.value, { ids })) : decoded
      if (!outcome.ok) {
        notEqual(outcome.error.code.startsWith('ECT_SIGNATURE'), true)
        continue
      }
      const { payload } = await compactVerify(compact, publicKey, { algorithms: ['Ed25519'] })
      deepEqual(outcome.value.claims, decodeJwt(compact))
      ok(Buffer.from(payload).equals(input))
      ok(decoded.ok && claims.ok)
      checkConsistency(decoded.value, claims.value)
      checkTask(outcome.value.task, taskOf(decoded.value, claims.value, { ids }))
    }
  },
  seeds: () =>
    loadCases('verify').map(({ token }) => new Uint8Array(Buffer.from(token.split('.')[1] ?? '', 'base64url'))),
  words: [
    '"iss":',
    '"sub":',
    '"aud":[',
    '"iat":1767225600',
    '"exp":1767225900',
    '"nbf":',
    '"wid":',
    '"par":[',
    '"ext":{',
  ],
}

/** What a verifier says a task is follows from the claims alone, and stays the same when it is read again. */
function checkTask(one: object, other: object): void {
  deepEqual(one, other)
  equal(JSON.stringify(one), JSON.stringify(other))
}
