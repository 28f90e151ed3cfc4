import type { VerifyCase } from '../cases.ts'
import { claimFaults } from './claim-faults.ts'
import { envelopeFaults } from './envelope-faults.ts'
import { keyFaults } from './key-faults.ts'
import type { Random } from './random.ts'
import { makeRightToken, viewOf } from './right-token.ts'
import { makeScene, randomOptions, type Scene } from './scene.ts'
import { type CaseDraft, withScene, writeToken } from './token-draft.ts'

const rightRules = ['VERIFY-ORDER', 'VERIFY-SIGNATURE', 'CLAIM-ISS-OWNER', 'VERIFY-AUDIENCE-ANY', 'CLAIM-UNKNOWN']

/** Makes a `verify` case: a right token for its verifier, or one with one fault. */
export function makeVerifyCase(tcId: number, label: string, random: Random): VerifyCase {
  const scene = makeScene(random, label, randomOptions(random))
  const right = withOddities({ scene, token: makeRightToken(random, scene, random.pick(scene.agents)) }, random)
  const faults = random.pick([envelopeFaults, keyFaults, claimFaults, claimFaults])
  const fault = random.chance(25) ? undefined : random.pick(faults)
  const draft = fault?.apply(right, random) ?? right
  const base = { tcId, flags: [], ...materialOf(draft.scene), token: writeToken(random, draft.token).compact }
  return fault === undefined
    ? { ...base, comment: 'a right token', rules: rightRules, result: 'valid', expect: viewOf(draft.token, scene) }
    : { ...base, comment: fault.name, rules: fault.rules, result: 'invalid', code: fault.code }
}

function materialOf({ now, audience, keys, options, seen }: Scene) {
  return { now, audience, keys: { keys }, wits: [], trustDomains: {}, options, seen }
}

/** What must not make a difference: a key in its first or last second, and a `jti` that somebody else used. */
function withOddities(draft: CaseDraft, random: Random): CaseDraft {
  const { scene, token } = draft
  const limits = random.pick([{}, {}, { nbf: scene.now }, { exp: scene.now + 1 }, { nbf: 0, exp: scene.now + 1 }])
  const keys = scene.keys.map((entry) => (entry.kid === token.agent.kid ? { ...entry, ...limits } : entry))
  const other = scene.agents.find(({ id }) => id !== token.agent.id)
  const jti = String(token.claims.jti).toLowerCase()
  const seen = other !== undefined && random.chance(20) ? [{ issuer: other.id, jti }] : []
  return withScene(draft, { keys, seen })
}
