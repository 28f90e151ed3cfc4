import { canonicalIdentifier, type IdKind, isIdentifier, type JsonValue } from '@wimse-ect/claims'
import type { AuthenticEct } from './steps.ts'

/**
 * For each token of a message, whether it is *supporting*: another token of the message names it as its parent. All
 * others are *subjects* [HTTP-SUBJECT]. All signatures were checked; names that are malformed match nothing here and
 * fail at step 12.
 */
export function supportingTokens(tokens: readonly AuthenticEct[], ids: IdKind = 'uuid'): readonly boolean[] {
  const names = tokens.map(({ decoded }) => {
    const { taskId, parents } = decoded.profile.identifiers
    const entries = decoded.payload[parents]
    return {
      taskId: canonical(decoded.payload[taskId]),
      parents: Array.isArray(entries) ? entries.map(canonical) : [],
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

  function canonical(value: JsonValue | undefined): string | undefined {
    return typeof value === 'string' && isIdentifier(value, ids) ? canonicalIdentifier(value, ids) : undefined
  }
}
