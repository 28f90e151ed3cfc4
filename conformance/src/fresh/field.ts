import type { FieldCase } from '../cases.ts'
import type { Members } from '../generate/json-text.ts'
import { claimFaults } from './claim-faults.ts'
import { envelopeFaults } from './envelope-faults.ts'
import type { Fault } from './fault.ts'
import { keyFaults } from './key-faults.ts'
import type { Random } from './random.ts'
import { makeRightToken } from './right-token.ts'
import { type Agent, makeScene, type Scene } from './scene.ts'
import { spiffeId, uuid } from './texts.ts'
import { type TokenDraft, writeToken } from './token-draft.ts'

const tokenFaults = [...envelopeFaults, ...keyFaults, ...claimFaults].filter(
  ({ inScene, notInField }) => inScene === undefined && notInField === undefined,
)

/** Codes of steps that supporting tokens do not have to pass. */
const subjectsOnly = new Set(['ECT_PARTY_AUDIENCE', 'ECT_TIME_EXPIRED', 'ECT_TIME_TOO_OLD'])

type Verdict = Pick<FieldCase, 'comment' | 'rules' | 'result' | 'code' | 'expect' | 'dag'> & {
  readonly lines: readonly string[]
  readonly maxTokens?: number
}

/** Makes an `http-field` case: a family of tokens, some of which name others, and at most one fault. */
export function makeFieldCase(tcId: number, label: string, random: Random): FieldCase {
  const scene = makeScene(random, label)
  const make = random.pick([accepted, accepted, withBrokenToken, withBrokenToken, withControl, withTooMany, withGraph])
  const { maxTokens = 64, ...verdict } = make(random, scene)
  const { now, audience, keys, options, seen } = scene
  return {
    tcId,
    flags: [],
    ...verdict,
    now,
    audience,
    keys: { keys },
    options: { ...options, maxTokens, mixedRevisions: false },
    seen,
  }
}

/**
 * The tokens of a field, parents before their children. Each is all that a subject must be; with `lax`, those that
 * others name are not.
 */
function makeFamily(random: Random, scene: Scene, lax: boolean, size = random.between(1, 5)): TokenDraft[] {
  const ids = Array.from({ length: size }, () => uuid(random).toLowerCase())
  const named = new Set<number>()
  const parents = ids.map((_, at) => {
    const chosen = ids.map((__, other) => other).filter((other) => other < at && random.chance(40))
    for (const parent of chosen) named.add(parent)
    return chosen.map((parent) => ids[parent])
  })
  return ids.map((tid, at) => {
    const claims = { tid, par: parents[at], wid: undefined, pol_decision: 'approved', iat: scene.now - 5 }
    const more = lax && named.has(at) ? outdated(random, scene) : {}
    return makeRightToken(random, scene, random.pick<Agent>(scene.agents), { ...claims, ...more })
  })
}

/** What only a supporting token may be: expired, old, for somebody else, or the child of a task that is nowhere. */
function outdated(random: Random, { now }: Scene): Members {
  return random.pick<Members>([
    {},
    { iat: now - 100_000, exp: now - 99_000, pol_timestamp: undefined },
    { iat: now - 100_000, exp: now + 600, pol_timestamp: undefined },
    { aud: spiffeId(random) },
    { par: [uuid(random)] },
  ])
}

function accepted(random: Random, scene: Scene): Verdict {
  const order = random.shuffled(makeFamily(random, scene, true))
  const ids = order.map(({ claims }) => String(claims.tid))
  const names = new Set(order.flatMap(parentsOf))
  // An outdated token that names a parent elsewhere no longer names the one that the family gave it.
  const isRight = order.every((token, at) => names.has(ids[at] ?? '') || isSubject(token, scene, ids))
  if (!isRight) return accepted(random, scene)
  return {
    comment: 'a right field',
    rules: ['HTTP-FIELD', 'HTTP-SUBJECT', 'HTTP-SUPPORTING', 'HTTP-EMPTY-ELEMENTS'],
    result: 'valid',
    dag: random.chance(50),
    lines: layOut(
      random,
      order.map((token) => writeToken(random, token).compact),
    ),
    expect: { subjects: ids.filter((id) => !names.has(id)), supporting: ids.filter((id) => names.has(id)) },
  }
}

/** Whether a token that nobody names any more can still be a subject. */
function isSubject(token: TokenDraft, { now, audience }: Scene, ids: readonly string[]): boolean {
  const { aud, iat } = token.claims
  const isForUs = aud === audience || (Array.isArray(aud) && aud.includes(audience))
  return isForUs && iat === now - 5 && parentsOf(token).every((parent) => ids.includes(parent))
}

function parentsOf({ claims }: TokenDraft): string[] {
  return Array.isArray(claims.par) ? claims.par.map(String) : []
}

function withBrokenToken(random: Random, scene: Scene): Verdict {
  const tokens = makeFamily(random, scene, false)
  const fault: Fault = random.pick(tokenFaults)
  // The last one is nobody's parent.
  const at = subjectsOnly.has(fault.code) ? tokens.length - 1 : random.int(tokens.length)
  const broken = tokens.map((token, index) => (index === at ? fault.apply({ scene, token }, random).token : token))
  const written = broken.map((token) => writeToken(random, token).compact)
  return {
    comment: `one token broken: ${fault.name}`,
    rules: [...fault.rules, 'HTTP-ALL-VERIFIED'],
    result: 'invalid',
    code: fault.code,
    dag: false,
    lines: layOut(random, random.shuffled(written)),
  }
}

function withControl(random: Random, scene: Scene): Verdict {
  const written = makeFamily(random, scene, false).map((token) => writeToken(random, token).compact)
  const control = random.pick(['\n', '\r', '\u0000', '\u001b', '\u007f'])
  const at = random.int(written.length)
  const change = random.pick<(token: string) => string>([
    (token) => `${token.slice(0, 20)}${control}${token.slice(20)}`,
    (token) => `${token},${control}${token}`,
  ])
  return {
    comment: 'a control character',
    rules: ['HTTP-CONTROL'],
    result: 'invalid',
    code: 'ECT_FIELD_SYNTAX',
    dag: false,
    lines: written.map((token, index) => (index === at ? change(token) : token)),
  }
}

function withTooMany(random: Random, scene: Scene): Verdict {
  const size = random.between(2, 5)
  const written = makeFamily(random, scene, false, size).map((token) => writeToken(random, token).compact)
  return {
    comment: 'one token more than the limit',
    rules: ['HTTP-LIMIT-TOKENS'],
    result: 'invalid',
    code: 'ECT_FIELD_COUNT',
    dag: false,
    lines: layOut(random, written),
    maxTokens: size - 1,
  }
}

/** A ring of tokens, or a subject that the rules of the graph refuse. */
function withGraph(random: Random, scene: Scene): Verdict {
  const { now } = scene
  const [one, other] = [uuid(random), uuid(random)]
  const token = (claims: Members): string => {
    const rest = { wid: undefined, iat: now - 5, pol_decision: 'approved', exec_act: 'review_spec' }
    const plain = { compensation_required: undefined, pol_timestamp: undefined, ...rest, ...claims }
    return writeToken(random, makeRightToken(random, scene, random.pick<Agent>(scene.agents), plain)).compact
  }
  const child = { tid: other, par: [one] }
  const [code, rules, tokens] = random.pick<() => readonly [string, readonly string[], readonly string[]]>([
    () => [
      'ECT_DAG_CYCLE',
      ['HTTP-NO-SUBJECT'],
      [token({ tid: one, par: [other] }), token({ tid: other, par: [one] })],
    ],
    () => ['ECT_DAG_PARENT_MISSING', ['DAG-PARENT-EXISTS'], [token(child)]],
    () => ['ECT_DAG_CYCLE', ['DAG-SELF'], [token({ tid: one, par: [one] })]],
    () => ['ECT_DAG_PARENT_TIME', ['DAG-TIME-SKEW'], [token({ tid: one, par: [], iat: now + 26 }), token(child)]],
    () => [
      'ECT_DAG_PARENT_POLICY',
      ['DAG-POLICY-PARENT'],
      [token({ tid: one, par: [], pol_decision: random.pick(['rejected', 'pending_human_review']) }), token(child)],
    ],
  ])()
  const lines = layOut(random, random.shuffled(tokens))
  return { comment: 'a graph that is refused', rules, result: 'invalid', code, dag: true, lines }
}

/** Tokens on lines, several of them on one, with spaces and empty elements between. */
function layOut(random: Random, tokens: readonly string[]): string[] {
  const lines: string[] = []
  for (const token of tokens) {
    const padded = random.pick(['', ' ', '']) + token + random.pick(['', '  ', ''])
    const last = lines.pop()
    if (last !== undefined && random.chance(50)) lines.push(`${last},${random.pick(['', ' , ', ','])}${padded}`)
    else lines.push(...(last === undefined ? [] : [last]), padded)
  }
  return lines
}
