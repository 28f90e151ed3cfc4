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
  return names.map(
    ({ taskId }, at) =>
      taskId !== undefined && names.some((other, otherAt) => otherAt !== at && other.parents.includes(taskId)),
  )

  function canonical(value: JsonValue | undefined): string | undefined {
    return typeof value === 'string' && isIdentifier(value, ids) ? canonicalIdentifier(value, ids) : undefined
  }
}
