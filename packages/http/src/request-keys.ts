import { readExecutionContext } from '@wimse-ect/claims'
import { type KeyResolver, witKeys } from '@wimse-ect/verification'
import type { WitSource } from './options.ts'

/**
 * The keys of one message: those that its Workload Identity Tokens name, then those of others. One bad token of that
 * field makes all keys of the message unusable.
 *
 * @param field lines of the `Workload-Identity-Token` field
 * @returns `undefined`, the verifier's own keys, without `wit`
 * @throws EctError `ECT_FIELD_SYNTAX`, `ECT_FIELD_COUNT`; the resolver throws what `witKeys` throws
 */
export function requestKeys(
  field: string | readonly string[] | null | undefined,
  { wit, maxTokens }: { readonly wit?: WitSource | undefined; readonly maxTokens?: number | undefined },
): KeyResolver | undefined {
  if (wit === undefined) return undefined
  const named = witKeys(readExecutionContext(field, { maxTokens }), wit)
  return async (kid) => (await named(kid)) ?? wit.others?.(kid)
}
