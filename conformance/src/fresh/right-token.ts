import type { VerifyExpect } from '../cases.ts'
import { type Members, raw } from '../generate/json-text.ts'
import type { Random } from './random.ts'
import type { Agent, Scene } from './scene.ts'
import * as texts from './texts.ts'
import type { TokenDraft } from './token-draft.ts'

const latest = Number.MAX_SAFE_INTEGER
const oneIn = (random: Random, percent: number, members: () => Members): Members =>
  random.chance(percent) ? members() : {}

/**
 * Makes a token that its scene accepts: random claims within the rules, many of them at the very edge.
 *
 * `claims` replaces some; whoever does so answers for them.
 */
export function makeRightToken(random: Random, scene: Scene, agent: Agent, claims: Members = {}): TokenDraft {
  const { ids } = scene.options
  const times = rightTimes(random, scene, claims)
  return {
    agent,
    header: { alg: 'ES256', typ: 'wimse-exec+jwt', kid: agent.kid, ...oneIn(random, 15, () => otherHeader(random)) },
    claims: {
      iss: agent.id,
      aud: rightAudience(random, scene.audience),
      ...times,
      jti: texts.identifier(random, ids),
      tid: texts.identifier(random, ids),
      ...oneIn(random, 40, () => ({ wid: texts.identifier(random, ids) })),
      exec_act: texts.text(random, 256),
      par: rightParents(random, scene),
      pol: texts.text(random),
      pol_decision: random.pick(['approved', 'approved', 'rejected', 'pending_human_review']),
      ...optionalClaims(random, agent.id, times.iat),
      ...oneIn(random, 40, () => unknownClaims(random)),
      ...claims,
    },
  }
}

/** What comes out of a right token: the view that does not depend on the revision. */
export function viewOf({ claims }: TokenDraft, { options: { ids } }: Scene): VerifyExpect {
  const parents = Array.isArray(claims.par) ? claims.par.map(String) : []
  return {
    taskId: texts.canonical(String(claims.tid), ids),
    ...(claims.wid === undefined ? {} : { workflowId: texts.canonical(String(claims.wid), ids) }),
    parents: parents.map((parent) => texts.canonical(parent, ids)),
    agent: String(claims.iss),
    action: String(claims.exec_act),
    decision: String(claims.pol_decision),
    issuedAt: Number(claims.iat),
  }
}

function rightTimes(random: Random, { now, options }: Scene, claims: Members): { iat: number; exp: number } {
  const { maxAge, clockSkew, expiryLeeway } = options
  const [oldest, newest] = [now - maxAge, now + clockSkew]
  const chosen = random.pick([oldest, newest, now, random.between(oldest, newest), random.between(oldest, newest)])
  const iat = typeof claims.iat === 'number' ? claims.iat : chosen
  // The last second in which the token is accepted is the one before exp.
  const soonest = Math.max(now - expiryLeeway, iat) + 1
  const exp = random.pick([soonest, soonest, soonest + 600, random.between(soonest, soonest + 900), latest])
  return { iat, exp, ...oneIn(random, 15, () => ({ nbf: random.pick([newest, now, 0]) })) }
}

function rightAudience(random: Random, audience: string): string | string[] {
  if (random.chance(30)) return audience
  const others = random.chance(10) ? 63 : random.between(0, 3)
  return random.shuffled([audience, ...Array.from({ length: others }, () => texts.spiffeId(random) + random.int(1e9))])
}

function rightParents(random: Random, { options: { ids, maxParents } }: Scene): string[] {
  const count = random.chance(5) ? maxParents : random.pick([0, 0, 1, 2, 5])
  return Array.from({ length: count }, () => texts.identifier(random, ids))
}

function otherHeader(random: Random): Members {
  return random.pick<Members>([{ iss: 'someone' }, { 'x5t#S256': 'abc' }, { note: [1, null, true] }, { Crit: ['exp'] }])
}

function optionalClaims(random: Random, iss: string, iat: number): Members {
  return {
    ...oneIn(random, 20, () => ({ sub: iss })),
    ...oneIn(random, 20, () => ({ pol_enforcer: texts.text(random) })),
    ...oneIn(random, 20, () => ({ pol_timestamp: random.pick([iat, 0, Math.max(iat - random.int(1000), 0)]) })),
    ...oneIn(random, 20, () => ({ inp_hash: hash(random) })),
    ...oneIn(random, 20, () => ({ out_hash: hash(random) })),
    ...oneIn(random, 20, () => ({ inp_classification: texts.text(random) })),
    ...oneIn(random, 20, () => ({ exec_time_ms: random.pick([0, 1250, latest, random.int(1e6)]) })),
    ...oneIn(random, 20, () => ({ regulated_domain: texts.text(random) })),
    ...oneIn(random, 20, () => ({ model_version: texts.text(random) })),
    ...oneIn(random, 20, () => ({ witnessed_by: [texts.spiffeId(random), texts.text(random)] })),
    ...oneIn(random, 20, () => compensation(random)),
    ...oneIn(random, 30, () => ({ ext: rightExt(random) })),
  }
}

function compensation(random: Random): Members {
  const reason = { compensation_reason: texts.text(random) }
  return random.pick<Members>([{ compensation_required: true, ...reason }, { compensation_required: false }, reason])
}

/** A content hash; the digest is of nothing in particular. */
export function hash(random: Random): string {
  const [algorithm, length] = random.pick([
    ['sha-256', 32],
    ['sha-384', 48],
    ['sha-512', 64],
  ] as const)
  return `${algorithm}:${Buffer.from(random.bytes(length)).toString('base64url')}`
}

/** An `ext` of exactly so many bytes when it is written without white space. */
export function sizedExt(random: Random, bytes: number): Members {
  const filling = random.pick(['a', 'é', '仕'])
  const spare = bytes - Buffer.byteLength(JSON.stringify({ 'com.example.x': '' }))
  const width = Buffer.byteLength(filling)
  return { 'com.example.x': filling.repeat(Math.floor(spare / width)) + 'b'.repeat(spare % width) }
}

/** A value nested so many levels deep, in arrays and objects. */
export function nested(random: Random, levels: number): unknown {
  if (levels <= 1) return random.chance(50) ? [] : {}
  return random.chance(50) ? [nested(random, levels - 1)] : { a: nested(random, levels - 1) }
}

function rightExt(random: Random): Members {
  if (random.chance(10)) return sizedExt(random, 4096)
  const name = `com.example.${texts.word(random, 'abcdefgh-_123', 8)}`
  return { [name]: random.pick<unknown>([1, null, true, texts.text(random), nested(random, 4), { plain: 1, '': 2 }]) }
}

function unknownClaims(random: Random): Members {
  const numbers = ['1.5', '-2', '1e3', '1E-2', '0.0', '9007199254740993', '1.7976931348623157e308']
  const values = [
    raw(random.pick(numbers)),
    null,
    false,
    texts.text(random),
    nested(random, 7),
    raw('"\\ud83d\\udd0e"'),
  ]
  const names = [`x_${texts.word(random, 'abcdef', 6)}`, 'urn:example:x', '', 'Tid', 'ütf']
  return { [random.pick(names)]: random.pick<unknown>(values) }
}
