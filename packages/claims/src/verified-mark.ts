import type { VerifiedEct } from './stages.ts'

// Registered, so that two copies of this package know each other's tokens; not enumerable, so that a copy made with
// spread or JSON has no mark.
const mark = Symbol.for('@wimse-ect/claims verified')

/**
 * Marks and freezes a token that passed the whole procedure [ENV-TYPED-AFTER-VERIFY]: for JavaScript, what the type
 * `VerifiedEct` is for the compiler. Without it a supporting token, or a verified one that was changed afterwards,
 * could be recorded by mistake. It is no defence against code that wants to forge: that runs in the same process.
 *
 * For verifiers, and for tests that play one.
 */
export function sealVerified(token: VerifiedEct): VerifiedEct {
  const { task } = token
  Object.freeze(task.parents)
  Object.freeze(task.audience)
  Object.freeze(task.witnessedBy)
  Object.freeze(task)
  Object.defineProperty(token, mark, { value: true })
  return Object.freeze(token)
}

/** True for a token that {@link sealVerified} marked. */
export function isSealed(token: unknown): token is VerifiedEct {
  return typeof token === 'object' && token !== null && Object.hasOwn(token, mark)
}
