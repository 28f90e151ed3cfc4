import type { ClaimKind } from './claim-kinds.ts'
import * as kind from './claim-kinds.ts'
import { EctError } from './ect-error.ts'
import { maxExtensionBytes, maxExtensionDepth } from './limits.ts'
import { isJsonObject, type JsonObject, type JsonValue } from './strict-json.ts'
import type { PolicyDecision } from './task.ts'
import { isLongerThan } from './text.ts'

// At least two labels, the first one starting with a letter: com.example.field
const reverseDomainName = /^[a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)+$/i

/**
 * An object with reverse-domain member names, at most 4,096 bytes and 5 levels [CLAIM-EXT-NAMES] [CLAIM-EXT-SIZE]
 * [CLAIM-EXT-DEPTH]; members that nobody here knows are kept [CLAIM-EXT-UNKNOWN].
 */
export const namedExtension: ClaimKind<JsonObject> = (value, path) => {
  const members = objectOf(value, path)
  const wellNamed = Object.keys(members).every((name) => reverseDomainName.test(name))
  if (!wellNamed) throw new EctError('ECT_CLAIM_EXT', { path })
  return withinLimits(members, path)
}

/**
 * What the companion draft on policies puts into the extension object of the later revisions. An intersection, not an
 * interface: programs compiled without `exactOptionalPropertyTypes` would refuse optional members beside any others.
 */
export type PolicyExtension = JsonObject & {
  /** Identifier of the policy that was evaluated. */
  readonly pol?: string
  readonly pol_decision?: PolicyDecision
  /** Who decided. */
  readonly pol_enforcer?: string
  /** When it was decided, seconds since 1970; not after `iat`. */
  readonly pol_timestamp?: number
}

const policyKinds = {
  pol: kind.text,
  pol_decision: kind.decision,
  pol_enforcer: kind.text,
  pol_timestamp: kind.integer,
}

/**
 * An object in which the policy keys, where present, are well-formed [REVISION-POLICY]; other members are kept. Without
 * this a decision that is misspelt would pass for none, and children of a rejected task would be let through.
 */
export const policyExtension: ClaimKind<PolicyExtension> = (value, path, context) => {
  const members = objectOf(value, path)
  for (const [name, policyKind] of Object.entries(policyKinds)) {
    const member = Object.hasOwn(members, name) ? members[name] : undefined
    if (member !== undefined) policyKind(member, `${path}.${name}`, context)
  }
  return members
}

/** The same, at most 4,096 bytes and 5 levels [REVISION-EXT]. */
export const limitedPolicyExtension: ClaimKind<PolicyExtension> = (value, path, context) => {
  withinLimits(objectOf(value, path), path)
  return policyExtension(value, path, context)
}

function objectOf(value: JsonValue, path: string): JsonObject {
  if (!isJsonObject(value)) throw new EctError('ECT_CLAIM_TYPE', { path })
  return value
}

function withinLimits(members: JsonObject, path: string): JsonObject {
  if (isDeeperThan(members, maxExtensionDepth) || isLongerThan(JSON.stringify(members), maxExtensionBytes)) {
    throw new EctError('ECT_CLAIM_EXT', { path })
  }
  return members
}

/** Looks no further down than it must, so that no nesting overflows the stack. */
function isDeeperThan(value: JsonValue, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(member, levels - 1))
}
