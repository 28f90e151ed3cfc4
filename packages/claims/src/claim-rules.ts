import type { ClaimContext } from './claim-kinds.ts'
import { EctError } from './ect-error.ts'
import type { IdKind } from './identifiers.ts'
import { defaultMaxParents } from './limits.ts'
import type { ClaimProfile, ClaimRule } from './profiles/profile.ts'
import type { DecodedEct, EctClaims } from './stages.ts'
import type { Task } from './task.ts'

/** How claims are judged where the draft leaves a choice. */
export interface ClaimOptions {
  /** Kind of `jti`, `tid`, `wid` and `par` entries. Default `'uuid'` [CLAIM-IDS-DEFAULT]. */
  readonly ids?: IdKind | undefined
  /** Most entries of `par`. Default 100. */
  readonly maxParents?: number | undefined
}

/** What the claim rules read: a decoded token of any envelope, or a payload that is about to be signed. */
export interface ClaimSource extends Pick<DecodedEct, 'payload' | 'notIntegers'> {
  readonly profile: ClaimProfile
}

/**
 * Reads one claim by its rule.
 *
 * The verification steps before step 12 use it for the claims they need, so that a missing or mistyped one is reported
 * at the step that needs it [VERIFY-CLAIM-AT-STEP]. `null` is a value of the wrong type, never an absent claim
 * [ENV-NULL-TYPE].
 *
 * @returns the claim as it stands on the wire; `undefined` only for an optional one that is absent
 * @throws EctError an `ECT_CLAIM_*` code with the claim's name in `path`
 */
export function readClaim<Name extends keyof EctClaims>(
  source: ClaimSource,
  name: Name,
  options: ClaimOptions = {},
): EctClaims[Name] {
  const { kind, required } = source.profile.claims[name]
  return readByRule(source, { name, kind, required }, claimContext(source, options)) as EctClaims[Name]
}

/**
 * Step 12 of the verification: every claim is there and well-formed, in the order of the revision's table
 * [VERIFY-CLAIM-ORDER].
 *
 * @returns the payload itself, now typed; unknown claims are kept [CLAIM-UNKNOWN]
 * @throws EctError an `ECT_CLAIM_*` code
 */
export function checkClaims(source: ClaimSource, options: ClaimOptions = {}): EctClaims {
  return checkByRules(source, rulesOf(source.profile).all, options)
}

/**
 * The same after steps 9 to 11, which have read `aud`, `exp`, `iat` and `nbf` with {@link readClaim}: those are not
 * judged twice, which saves a sixth of the time.
 */
export function checkRemainingClaims(source: ClaimSource, options: ClaimOptions): EctClaims {
  return checkByRules(source, rulesOf(source.profile).remaining, options)
}

function checkByRules(source: ClaimSource, rules: readonly NamedRule[], options: ClaimOptions): EctClaims {
  const context = claimContext(source, options)
  for (const rule of rules) readByRule(source, rule, context)
  const claims = source.payload as unknown as EctClaims
  for (const rule of source.profile.wellFormed) rule(claims)
  return claims
}

function readByRule({ payload }: ClaimSource, { name, kind, required }: NamedRule, context: ClaimContext): unknown {
  const value = payload[name]
  if (value !== undefined && Object.hasOwn(payload, name)) return kind(value, name, context)
  if (required) throw new EctError('ECT_CLAIM_MISSING', { path: name })
  return undefined
}

/** A row of the claim table with the claim's name. */
interface NamedRule extends ClaimRule<unknown> {
  readonly name: keyof EctClaims
}

interface RuleLists {
  readonly all: readonly NamedRule[]
  /** All but those that steps 9 to 11 have read. */
  readonly remaining: readonly NamedRule[]
}

const readInSteps9To11: ReadonlySet<string> = new Set(['aud', 'exp', 'iat', 'nbf'])

/** The claim tables of the profiles as lists: to look every rule up by its name takes a fifth more. */
const lists = new WeakMap<ClaimProfile, RuleLists>()

function rulesOf(profile: ClaimProfile): RuleLists {
  return lists.get(profile) ?? listRules(profile)
}

function listRules(profile: ClaimProfile): RuleLists {
  const names = Object.keys(profile.claims) as (keyof EctClaims)[]
  const all = names.map((name) => ({ ...profile.claims[name], name }))
  const rules = { all, remaining: all.filter(({ name }) => !readInSteps9To11.has(name)) }
  lists.set(profile, rules)
  return rules
}

/**
 * Step 13 of the verification: policy and compensation claims fit together.
 *
 * @throws EctError `ECT_CLAIM_POLICY_TIME`, `ECT_CLAIM_COMPENSATION`
 */
export function checkConsistency(source: ClaimSource, claims: EctClaims): void {
  for (const rule of source.profile.consistent) rule(claims)
}

/** The neutral view of claims that passed {@link checkClaims}. */
export function taskOf(source: ClaimSource, claims: EctClaims, options: ClaimOptions = {}): Task {
  return source.profile.view(claims, options.ids ?? 'uuid')
}

function claimContext(source: ClaimSource, options: ClaimOptions): ClaimContext {
  return {
    ids: options.ids ?? 'uuid',
    maxParents: options.maxParents ?? defaultMaxParents,
    notIntegers: source.notIntegers,
  }
}
