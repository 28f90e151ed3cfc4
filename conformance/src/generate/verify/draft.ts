import type { VerifyExpect } from '../../cases.ts'
import type { SuiteFileCases } from '../../formats.ts'
import { ect, payloadText, type plainClaims, type TokenParts } from '../compact.ts'
import type { Draft } from '../number-cases.ts'

type FileCase = SuiteFileCases['verify']

/** What a `verify` case is made of: a token in parts or whole, and what departs from the defaults of the file. */
export interface VerifyParts
  extends TokenParts,
    Partial<
      Pick<
        FileCase,
        'token' | 'now' | 'audience' | 'keys' | 'wits' | 'trustDomains' | 'options' | 'seen' | 'flags' | 'signedBy'
      >
    > {
  /** Members of the neutral view where they are not those of the payload in lower case. */
  readonly expect?: Partial<VerifyExpect>
}

/** A token that is accepted. What comes out is the neutral view of its claims, as `view` gives it. */
export function ok(
  comment: string,
  rules: readonly string[],
  parts: VerifyParts = {},
  view: (parts: VerifyParts) => VerifyExpect = viewOf,
): Draft<'verify'> {
  const expect = { ...view(parts), ...parts.expect }
  return (tcId) => ({ ...common(tcId, comment, rules, parts), result: 'valid', expect })
}

/** A token that is refused with a code. */
export function no(code: string, comment: string, rules: readonly string[], parts: VerifyParts): Draft<'verify'> {
  return (tcId) => ({ ...common(tcId, comment, rules, parts), result: 'invalid', code })
}

function common(tcId: number, comment: string, rules: readonly string[], parts: VerifyParts) {
  const { flags = [], signedBy, now, audience, keys, wits, trustDomains, options, seen } = parts
  return {
    tcId,
    comment,
    rules,
    flags,
    ...defined({ signedBy, now, audience, keys, wits, trustDomains, options, seen }),
    token: parts.token ?? ect(parts),
  }
}

type Defined<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> }

/** The members that are not `undefined`. */
function defined<T extends object>(members: T): Defined<T> {
  const kept: Defined<T> = {}
  for (const name in members) {
    const value = members[name]
    if (isDefined(value)) kept[name] = value
  }
  return kept
}

function isDefined<T>(value: T): value is Exclude<T, undefined> {
  return value !== undefined
}

/** The neutral view of a payload, under ids uuid. */
function viewOf(parts: VerifyParts): VerifyExpect {
  const claims = JSON.parse(String(parts.payloadText ?? payloadText(parts.claims))) as typeof plainClaims
  const id = (name: string): string => {
    const value = String(claims[name])
    return parts.options?.ids === 'opaque' ? value : value.toLowerCase()
  }
  const parents = Array.isArray(claims.par) ? claims.par.map(String) : []
  return {
    taskId: id('tid'),
    ...(claims.wid === undefined ? {} : { workflowId: id('wid') }),
    parents: parts.options?.ids === 'opaque' ? parents : parents.map((parent) => parent.toLowerCase()),
    agent: String(claims.iss),
    action: String(claims.exec_act),
    decision: String(claims.pol_decision),
    issuedAt: Number(claims.iat),
  }
}
