import { canonicalIdentifier, type IdKind, isIdentifier } from '@wimse-ect/claims'
import type { AuthenticEct } from './steps.ts'

/**
 * For each token of a message, whether it is *supporting*: another token of the message names it as its parent. All
 * others are *subjects* [HTTP-SUBJECT]. All signatures were checked; names that are malformed match nothing here and
 * fail at step 12. A `tid` and a `jti` of one value are two names [REVISION-MIXED]: otherwise a token of one revision
 * would escape the steps for subjects because of a token of another.
 */
export function supportingTokens(tokens: readonly AuthenticEct[], ids: IdKind = 'uuid'): readonly boolean[] {
  const names = tokens.map(({ decoded }) => {
    const { taskId, parents } = decoded.profile.identifiers
    const entries = decoded.payload[parents]
    return {
      taskId: nameOf(taskId, decoded.payload[taskId]),
      parents: Array.isArray(entries) ? entries.map((entry: unknown) => nameOf(taskId, entry)) : [],
    }
  })
  // For each parent id the tokens that name it, so that the cost grows with the size of the message.
  const naming = new Map<string | undefined, Set<number>>()
  for (const [at, { parents }] of names.entries()) {
    for (const parent of parents) naming.set(parent, (naming.get(parent) ?? new Set()).add(at))
  }
  return names.map(({ taskId }, at) => {
    const namedBy = taskId === undefined ? undefined : naming.get(taskId)
    return namedBy !== undefined && (namedBy.size > 1 || !namedBy.has(at))
  })

  function nameOf(claim: string, value: unknown): string | undefined {
    if (typeof value !== 'string' || !isIdentifier(value, ids)) return undefined
    return `${claim} ${canonicalIdentifier(value, ids)}`
  }
}
