/** Faults of audience, times and claims: steps 9 to 14. */
import { type Members, raw } from '../generate/json-text.ts'
import { notInteger } from './envelope-faults.ts'
import { type Fault, fault } from './fault.ts'
import type { Random } from './random.ts'
import { hash, nested, sizedExt } from './right-token.ts'
import { canonical, identifier, inOtherCase, text } from './texts.ts'
import { type CaseDraft, withClaims, withScene } from './token-draft.ts'

type Change = (draft: CaseDraft, random: Random) => Members

/** A fault that replaces claims. */
function claims(code: string, name: string, rules: readonly string[], change: Change): Fault {
  return fault(code, name, rules, (draft, random) => withClaims(draft, change(draft, random)))
}

const required: readonly (readonly [string, string])[] = [
  ['iss', 'CLAIM-ISS-REQUIRED'],
  ['aud', 'CLAIM-AUD-REQUIRED'],
  ['iat', 'CLAIM-IAT-REQUIRED'],
  ['exp', 'CLAIM-EXP-REQUIRED'],
  ['jti', 'CLAIM-JTI-REQUIRED'],
  ['exec_act', 'CLAIM-EXEC-ACT-REQUIRED'],
  ['par', 'CLAIM-PAR-REQUIRED'],
  ['pol', 'CLAIM-POL-REQUIRED'],
  ['pol_decision', 'CLAIM-POL-DECISION-REQUIRED'],
]

const noString = ['null', '1', 'true', '[]', '{}', '["x"]']
const noNumber = ['null', '"1"', 'true', '[1]', '{}']
const noList = ['null', '"x"', '1', '{}', '[1]', '[null]', '[["x"]]']
/** Claims, values of a type that they must not have, and the rule of each. */
const types: readonly (readonly [string, readonly string[], string])[] = [
  ['iss', noString, 'CLAIM-ISS-REQUIRED'],
  ['sub', noString, 'CLAIM-SUB'],
  ['aud', noList.filter((value) => value !== '"x"'), 'CLAIM-AUD-REQUIRED'],
  ['iat', noNumber, 'CLAIM-IAT-REQUIRED'],
  ['exp', noNumber, 'CLAIM-EXP-REQUIRED'],
  ['nbf', noNumber, 'CLAIM-NBF'],
  ['jti', noString, 'CLAIM-JTI-REQUIRED'],
  ['tid', noString, 'CLAIM-TID-REQUIRED'],
  ['wid', noString, 'CLAIM-WID'],
  ['exec_act', noString, 'CLAIM-EXEC-ACT-REQUIRED'],
  ['par', noList, 'CLAIM-PAR-REQUIRED'],
  ['pol', noString, 'CLAIM-POL-REQUIRED'],
  ['pol_decision', noString, 'CLAIM-POL-DECISION-REQUIRED'],
  ['pol_enforcer', noString, 'CLAIM-POL-ENFORCER'],
  ['pol_timestamp', noNumber, 'CLAIM-POL-TIMESTAMP'],
  ['inp_hash', noString, 'CLAIM-HASH-FORMAT'],
  ['out_hash', noString, 'CLAIM-HASH-FORMAT'],
  ['inp_classification', noString, 'CLAIM-INP-CLASSIFICATION'],
  ['exec_time_ms', noNumber, 'CLAIM-EXEC-TIME'],
  ['regulated_domain', noString, 'CLAIM-REGULATED-DOMAIN'],
  ['model_version', noString, 'CLAIM-MODEL-VERSION'],
  ['witnessed_by', noList, 'CLAIM-WITNESSED-BY'],
  ['compensation_required', ['null', '1', '"true"', '[]'], 'CLAIM-COMPENSATION-REQUIRED'],
  ['compensation_reason', noString, 'CLAIM-COMPENSATION-REASON'],
  ['ext', ['null', '[]', '"x"', '1', 'true'], 'CLAIM-EXT-OBJECT'],
]

const integers: readonly (readonly [string, string])[] = [
  ['iat', 'CLAIM-IAT-INTEGER'],
  ['exp', 'CLAIM-EXP-INTEGER'],
  ['nbf', 'CLAIM-NBF'],
  ['pol_timestamp', 'CLAIM-POL-TIMESTAMP'],
  ['exec_time_ms', 'CLAIM-EXEC-TIME'],
]

const texts = ['pol', 'pol_enforcer', 'inp_classification', 'regulated_domain', 'model_version', 'compensation_reason']

const formFaults: readonly Fault[] = [
  ...required.map(([name, rule]) => claims('ECT_CLAIM_MISSING', `no ${name}`, [rule], () => ({ [name]: undefined }))),
  ...types.map(([name, values, rule]) =>
    claims('ECT_CLAIM_TYPE', `${name} of another type`, [rule], (_, random) => ({ [name]: raw(random.pick(values)) })),
  ),
  ...integers.map(([name, rule]) =>
    claims(
      'ECT_CLAIM_INTEGER',
      `${name} not written as an integer`,
      [rule, 'ENV-INTEGER-FORM'],
      ({ scene }, random) => {
        return { [name]: notInteger(random, scene.now) }
      },
    ),
  ),
  ...texts.map((name) => claims('ECT_CLAIM_STRING', `${name} empty`, ['CLAIM-TEXT-NON-EMPTY'], () => ({ [name]: '' }))),
]

const partyFaults: readonly Fault[] = [
  claims('ECT_PARTY_AUDIENCE', 'a token for somebody else', ['VERIFY-AUDIENCE-ANY'], ({ scene }, random) => {
    const { audience } = scene
    const other = random.pick([`${audience}/`, `${audience}x`, ` ${audience}`, `x ${audience}`, inOtherCase(audience)])
    return { aud: random.chance(50) ? [other, 'somebody'] : other }
  }),
  claims('ECT_CLAIM_AUDIENCE', '65 entries of aud', ['CLAIM-AUD-LIMIT'], ({ scene }, random) => {
    return { aud: random.shuffled([scene.audience, ...Array.from({ length: 64 }, (_, at) => `${at}`)]) }
  }),
  claims('ECT_CLAIM_AUDIENCE', 'an empty aud or entry', ['CLAIM-AUD-ENTRIES'], ({ scene }, random) => {
    return { aud: random.pick<unknown>(['', [], [scene.audience, ''], ['', scene.audience]]) }
  }),
]

const timeFaults: readonly Fault[] = [
  claims('ECT_TIME_EXPIRED', 'expired', ['VERIFY-EXPIRY-BOUNDARY'], ({ scene: { now, options } }, random) => {
    return { exp: now - options.expiryLeeway - random.pick([0, 1, 600]) }
  }),
  claims('ECT_TIME_TOO_OLD', 'too old', ['VERIFY-AGE-BOUNDARY'], ({ scene: { now, options } }, random) => {
    return { iat: now - options.maxAge - random.pick([1, 2, 86_400]) }
  }),
  claims('ECT_TIME_FUTURE', 'in the future', ['VERIFY-FUTURE-BOUNDARY'], ({ scene: { now, options } }, random) => {
    return { iat: now + options.clockSkew + random.pick([1, 2, 86_400]), exp: now + 1_000_000 }
  }),
  claims('ECT_TIME_FUTURE', 'nbf in the future', ['CLAIM-NBF'], ({ scene: { now, options } }, random) => {
    return { nbf: now + options.clockSkew + random.pick([1, 2, 86_400]) }
  }),
  claims('ECT_CLAIM_EXPIRY', 'exp not after iat', ['CLAIM-EXP-AFTER-IAT'], ({ scene: { now, options } }, random) => {
    const iat = now + options.clockSkew
    return { iat, exp: random.between(now - options.expiryLeeway + 1, iat) }
  }),
]

/** Texts that are no identifier of the kind in use. */
function wrongIds({ scene: { options } }: CaseDraft, id: string): readonly string[] {
  if (options.ids === 'opaque') return ['', 'x'.repeat(129), 'a b', 'a/b', 'täsk', `${id.slice(0, 9)}\n`]
  const nils = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  return [
    '',
    'task-001',
    id.replaceAll('-', ''),
    `{${id}}`,
    `urn:uuid:${id}`,
    id.slice(1),
    `${id}a`,
    `${id}\n`,
    ...nils,
  ]
}

const idRules = { jti: 'CLAIM-JTI-UUID', tid: 'CLAIM-TID-UUID', wid: 'CLAIM-WID' } as const

const idFaults: readonly Fault[] = [
  ...(['jti', 'tid', 'wid'] as const).map((name) =>
    claims('ECT_CLAIM_ID', `${name} malformed`, [idRules[name]], (draft, random) => {
      return { [name]: random.pick(wrongIds(draft, identifier(random, draft.scene.options.ids))) }
    }),
  ),
  claims('ECT_CLAIM_ID', 'an entry of par malformed', ['CLAIM-PAR-UUID'], (draft, random) => {
    const id = identifier(random, draft.scene.options.ids)
    return { par: random.shuffled([id, random.pick(wrongIds(draft, id))]) }
  }),
  claims('ECT_CLAIM_PARENTS', 'a parent twice', ['CLAIM-PAR-DUPLICATE'], ({ scene: { options } }, random) => {
    const [one, other] = [identifier(random, options.ids), identifier(random, options.ids)]
    return { par: random.shuffled([one, other, options.ids === 'uuid' ? one.toUpperCase() : one]) }
  }),
  claims('ECT_CLAIM_PARENTS', 'too many parents', ['CLAIM-PAR-LIMIT'], ({ scene: { options } }, random) => {
    const length = options.maxParents + random.pick([1, 1, 20])
    return { par: Array.from({ length }, () => identifier(random, options.ids)) }
  }),
]

const wrongHashes: readonly (readonly [string, (right: string) => string])[] = [
  ['CLAIM-HASH-FORMAT', (right) => right.slice(right.indexOf(':') + 1)],
  ['CLAIM-HASH-FORMAT', (right) => `${right}=`],
  ['CLAIM-HASH-FORMAT', (right) => `${right} `],
  ['CLAIM-HASH-FORMAT', () => ''],
  ['CLAIM-HASH-ALG', (right) => right.toUpperCase().slice(0, 4) + right.slice(4)],
  ['CLAIM-HASH-ALG', (right) => right.replace('sha-', 'sha')],
  ['CLAIM-HASH-ALG', (right) => `sha-1:${right.slice(8, 35)}`],
  ['CLAIM-HASH-LENGTH', (right) => right.slice(0, -4)],
  ['CLAIM-HASH-LENGTH', (right) => `${right.slice(0, 8)}AAAA${right.slice(8)}`],
]
const wrongNames = ['field', '', '.', 'com.', '.com', 'com..example', 'com.exa mple', '1com.example', 'com.exämple']

const contentFaults: readonly Fault[] = [
  claims('ECT_CLAIM_SUBJECT', 'sub that is not iss', ['CLAIM-SUB'], ({ token: { agent } }, random) => {
    return { sub: random.pick([`${agent.id}x`, agent.id.slice(0, -1), 'somebody', agent.id.toUpperCase()]) }
  }),
  claims('ECT_CLAIM_STRING', 'exec_act too short or too long', ['CLAIM-EXEC-ACT-LENGTH'], (_, random) => {
    return { exec_act: random.pick(['', 'x'.repeat(257), 'é'.repeat(129), '🔎'.repeat(65)]) }
  }),
  claims('ECT_CLAIM_STRING', 'exec_act with a control character', ['CLAIM-EXEC-ACT-CONTROL'], (_, random) => {
    const control = random.pick(['\u0000', '\t', '\n', '\u001b', '\u001f', '\u007f', '\u0080', '\u009f'])
    return { exec_act: `${text(random)}${control}${random.pick(['', 'x'])}` }
  }),
  claims('ECT_CLAIM_DECISION', 'a decision that does not exist', ['CLAIM-POL-DECISION-VALUES'], (_, random) => {
    return { pol_decision: random.pick(['', 'Approved', 'approved ', 'denied', 'pending', 'constructor']) }
  }),
  ...wrongHashes.map(([rule, change], at) =>
    claims('ECT_CLAIM_HASH', `a malformed hash (${at})`, [rule], (_, random) => {
      return { [random.pick(['inp_hash', 'out_hash'])]: change(hash(random)) }
    }),
  ),
  claims('ECT_CLAIM_EXT', 'ext with a plain name', ['CLAIM-EXT-NAMES'], (_, random) => {
    return { ext: { 'com.example.a': 1, [random.pick(wrongNames)]: 1 } }
  }),
  claims('ECT_CLAIM_EXT', 'ext too large', ['CLAIM-EXT-SIZE'], (_, random) => {
    return { ext: sizedExt(random, random.pick([4097, 4098, 9000])) }
  }),
  claims('ECT_CLAIM_EXT', 'ext too deep', ['CLAIM-EXT-DEPTH'], (_, random) => {
    return { ext: { 'com.example.x': nested(random, random.pick([5, 6])) } }
  }),
  claims('ECT_CLAIM_POLICY_TIME', 'pol_timestamp after iat', ['CLAIM-POL-TIMESTAMP'], ({ token }, random) => {
    return { pol_timestamp: Number(token.claims.iat) + random.pick([1, 2, 10_000]) }
  }),
  claims('ECT_CLAIM_COMPENSATION', 'compensation without reason', ['CLAIM-COMPENSATION-REASON'], () => {
    return { compensation_required: true, compensation_reason: undefined }
  }),
]

const replayFault: Fault = {
  ...fault('ECT_REPLAY_SEEN', 'a jti that was seen', ['VERIFY-REPLAY-SEEN', 'VERIFY-REPLAY-KEY'], (draft) => {
    const { scene, token } = draft
    const jti = canonical(String(token.claims.jti), scene.options.ids)
    return withScene(draft, { seen: [...scene.seen, { issuer: token.agent.id, jti }] })
  }),
  inScene: true,
}

/** The catalogue. */
export const claimFaults: readonly Fault[] = [
  ...formFaults,
  ...partyFaults,
  ...timeFaults,
  ...idFaults,
  ...contentFaults,
  replayFault,
]
