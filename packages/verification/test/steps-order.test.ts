import { EctError } from '@wimse-ect/claims'
import { describe, expect, it } from 'vitest'
import type { ReplayMemory } from '../src/replay-memory.ts'
import type { VerificationKey } from '../src/verification-key.ts'
import { alice, bob, mallory } from './cast.ts'
import { refusal } from './refusal.ts'
import { ect, flipped, now, withSignature } from './tokens.ts'
import { verifierForBob } from './verifier-for-bob.ts'

/** A verification that is about to happen. Each fault changes it in a place of its own, so any two go together. */
interface Scene {
  header: object
  claims: object
  key: VerificationKey | undefined
  signature: (right: Uint8Array) => Uint8Array
  afterToken: string
  seen: boolean
  graphRefuses: boolean
}

interface Fault {
  /** The step that notices it. */
  readonly step: number
  readonly what: string
  readonly refusal: readonly [code: string, path: string | undefined]
  readonly commit: (scene: Scene) => void
}

/** Faults in the order in which they are noticed. */
const faults: readonly Fault[] = [
  fault(1, 'padding', ['ECT_TOKEN_BASE64URL', 'signature'], (scene) => {
    scene.afterToken = '='
  }),
  inHeader(2, { typ: 'JWT' }, ['ECT_HEADER_TYP', 'typ']),
  inClaims(2, { pred: [] }, ['ECT_TOKEN_REVISION', undefined]),
  inHeader(3, { alg: 'ES384' }, ['ECT_HEADER_ALG', 'alg']),
  inHeader(3, { kid: '' }, ['ECT_HEADER_KID', 'kid']),
  fault(4, 'no key', ['ECT_KEY_UNKNOWN', 'kid'], (scene) => {
    scene.key = undefined
  }),
  inKey(4, { jwk: { ...alice.jwk, use: 'enc' } }, ['ECT_KEY_UNFIT', 'use']),
  inKey(4, { jwk: { ...alice.jwk, x: String(mallory.jwk.x) } }, ['ECT_KEY_UNFIT', undefined]),
  fault(5, 'r of 0', ['ECT_SIGNATURE_FORMAT', undefined], (scene) => {
    scene.signature = (right) => right.fill(0, 0, 32)
  }),
  fault(5, 'wrong signature', ['ECT_SIGNATURE_INVALID', undefined], (scene) => {
    scene.signature = flipped
  }),
  inKey(6, { revoked: true }, ['ECT_KEY_REVOKED', undefined]),
  inKey(6, { expiresAt: now }, ['ECT_KEY_VALIDITY', undefined]),
  inKey(6, { notBefore: now + 1 }, ['ECT_KEY_VALIDITY', undefined]),
  inKey(8, { subject: undefined }, ['ECT_KEY_OWNER', undefined]),
  inClaims(8, { iss: mallory.id }, ['ECT_PARTY_ISSUER', 'iss']),
  inClaims(8, { iss: undefined }, ['ECT_CLAIM_MISSING', 'iss']),
  inClaims(9, { aud: mallory.id }, ['ECT_PARTY_AUDIENCE', 'aud']),
  inClaims(9, { aud: [bob.id, 5] }, ['ECT_CLAIM_TYPE', 'aud[1]']),
  inClaims(10, { exp: now }, ['ECT_TIME_EXPIRED', 'exp']),
  inClaims(10, { exp: -1 }, ['ECT_CLAIM_INTEGER', 'exp']),
  inClaims(11, { iat: now - 901 }, ['ECT_TIME_TOO_OLD', 'iat']),
  inClaims(11, { iat: now + 31 }, ['ECT_TIME_FUTURE', 'iat']),
  inClaims(11, { iat: null }, ['ECT_CLAIM_TYPE', 'iat']),
  inClaims(11, { nbf: now + 31 }, ['ECT_TIME_FUTURE', 'nbf']),
  inClaims(11, { nbf: 'now' }, ['ECT_CLAIM_TYPE', 'nbf']),
  inClaims(12, { jti: 'not a UUID' }, ['ECT_CLAIM_ID', 'jti']),
  inClaims(12, { pol: undefined }, ['ECT_CLAIM_MISSING', 'pol']),
  inClaims(13, { pol_timestamp: now + 60 }, ['ECT_CLAIM_POLICY_TIME', 'pol_timestamp']),
  inClaims(13, { compensation_required: true }, ['ECT_CLAIM_COMPENSATION', 'compensation_reason']),
  fault(14, 'jti seen', ['ECT_REPLAY_SEEN', 'jti'], (scene) => {
    scene.seen = true
  }),
  fault(15, 'no parent', ['ECT_DAG_PARENT_MISSING', undefined], (scene) => {
    scene.graphRefuses = true
  }),
]

function fault(step: number, what: string, refused: Fault['refusal'], commit: Fault['commit']): Fault {
  return { step, what, refusal: refused, commit }
}

function inHeader(step: number, members: object, refused: Fault['refusal']): Fault {
  return fault(step, JSON.stringify(members), refused, (scene) => {
    scene.header = { ...scene.header, ...members }
  })
}

function inClaims(step: number, claims: object, refused: Fault['refusal']): Fault {
  return fault(step, Object.entries(claims).join(), refused, (scene) => {
    scene.claims = { ...scene.claims, ...claims }
  })
}

function inKey(step: number, members: Partial<VerificationKey>, refused: Fault['refusal']): Fault {
  const what = `key with ${Object.keys(members).join()} ${refused[1] ?? ''}`
  return fault(step, what, refused, (scene) => {
    // Without a key there is none to change: step 4 has failed anyway.
    if (scene.key !== undefined) scene.key = { ...scene.key, ...members }
  })
}

/** Plays the scene with these faults: what bob's verifier says. */
function play(committed: readonly Fault[]): ReturnType<typeof refusal> {
  const scene: Scene = {
    header: {},
    claims: {},
    key: { jwk: alice.jwk, subject: alice.id },
    signature: (right) => right,
    afterToken: '',
    seen: false,
    graphRefuses: false,
  }
  for (const { commit } of committed) commit(scene)
  const token = withSignature(ect({ header: scene.header, claims: scene.claims }), scene.signature) + scene.afterToken
  const replay: ReplayMemory = { has: () => scene.seen, add: () => true }
  const graph = () => {
    if (scene.graphRefuses) throw new EctError('ECT_DAG_PARENT_MISSING')
  }
  return refusal(() => verifierForBob({ keys: () => scene.key, replay, graph }).verify(token))
}

const ids: Readonly<Record<number, string>> = {
  1: 'VERIFY-ORDER-01-PARSE',
  2: 'VERIFY-ORDER-02-TYP',
  3: 'VERIFY-ORDER-03-ALG',
  4: 'VERIFY-ORDER-04-KEY',
  5: 'VERIFY-ORDER-05-SIGNATURE',
  6: 'VERIFY-ORDER-06-KEY-STATUS',
  8: 'VERIFY-ORDER-08-ISSUER',
  9: 'VERIFY-ORDER-09-AUDIENCE',
  10: 'VERIFY-ORDER-10-EXPIRY',
  11: 'VERIFY-ORDER-11-AGE',
  12: 'VERIFY-ORDER-12-CLAIMS',
  13: 'VERIFY-ORDER-13-CONSISTENCY',
  14: 'VERIFY-ORDER-14-REPLAY',
  15: 'VERIFY-ORDER-15-DAG',
}

it('a scene without a fault is accepted', async () => {
  expect(await play([])).toBe('accepted')
})

describe.each(faults)('step $step, $what', (first) => {
  it(`[${ids[first.step]}] is refused with its own code`, async () => {
    expect(await play([first])).toEqual(first.refusal)
  })

  const later = faults.filter(({ step }) => step > first.step)
  if (later.length > 0) {
    it.each(later)(`[${ids[first.step]}] comes before step $step, $what`, async (second) => {
      expect(await play([second, first])).toEqual(first.refusal)
    })
  }

  it('[VERIFY-ORDER] comes before everything later at once', async () => {
    expect(await play([...later, first])).toEqual(first.refusal)
  })
})
