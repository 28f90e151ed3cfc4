import { type GeneratedKey, generateKey } from '@wimse-ect/signing'
import { jwksKeys, type KeyResolver } from '@wimse-ect/verification'
import type { CborValue } from '../src/cbor-value.ts'
import type { CoseVerifier, CoseVerifierOptions } from '../src/create-cose-verifier.ts'
import { createCoseVerifier } from '../src/create-cose-verifier.ts'
import { encodeCbor } from '../src/encode-cbor.ts'
import { writeProtectedHeader } from '../src/protected-header.ts'
import type { CoseClaimsToSign } from '../src/sign-cose-ect.ts'
import { signedBytes, writeSign1 } from '../src/sign1.ts'

/** Does the work and signs most tokens. */
export const alice = 'spiffe://example.com/agent/alice'
/** Verifies. */
export const bob = 'spiffe://example.com/agent/bob'
/** Attacks, with a genuine key of her own. */
export const mallory = 'spiffe://example.com/agent/mallory'

export const aliceKey: GeneratedKey = await generateKey({ kid: 'alice-key', subject: alice })
export const malloryKey: GeneratedKey = await generateKey({ kid: 'mallory-key', subject: mallory })
export const keys: KeyResolver = jwksKeys({ keys: [aliceKey.publicJwk, malloryKey.publicJwk] })

/** The second in which bob judges. */
export const now = 1_772_000_000

/** A valid UUID that ends in `n`. */
export function uuid(n: number): string {
  return `a0000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
}

/** A root task of alice. */
export const rootTask: CoseClaimsToSign = {
  iss: alice,
  aud: bob,
  jti: uuid(1),
  exec_act: 'review_spec',
  par: [],
  pol: 'policy_v1',
  pol_decision: 'approved',
}

/** The same as it stands on the wire, issued now. */
export const rootPayload: ReadonlyMap<number, CborValue> = new Map<number, CborValue>([
  [1, alice],
  [3, bob],
  [4, now + 600],
  [6, now],
  [7, Uint8Array.from(Buffer.from(uuid(1).replaceAll('-', ''), 'hex'))],
  [301, 'review_spec'],
  [302, []],
  [303, 'policy_v1'],
  [304, 0],
])

/** A genuine message of alice around any payload. */
export async function signedMessage(payload: Uint8Array): Promise<Uint8Array> {
  const protectedHeader = writeProtectedHeader({ alg: 'ES256', kid: 'alice-key' })
  const signature = await aliceKey.privateKey.sign(signedBytes({ protectedHeader, payload }))
  return writeSign1({ protectedHeader, payload, signature })
}

/** A genuine message of alice's root task with these changes of its claims. */
export async function rootMessage(
  changes: readonly (readonly [number | string, CborValue])[] = [],
): Promise<Uint8Array> {
  return signedMessage(encodeCbor(new Map<number | string, CborValue>([...rootPayload, ...changes])))
}

/** A new verifier for bob whose clock stands at `now`. */
export function verifierForBob(options: Partial<CoseVerifierOptions> = {}): CoseVerifier {
  return createCoseVerifier({ audience: bob, keys, clock: () => now, ...options })
}
