import type { ClaimsByRevision, EctError, Revision, VerifiedEct } from '@wimse-ect/claims'
import { authenticateMany, settle } from './authenticate-many.ts'
import { acceptSubjects, judgeSubject } from './steps.ts'
import type { KeyResolver } from './verification-key.ts'
import type { CheckedOptions } from './verifier-options.ts'

/** What became of one of many tokens. */
export type VerifyResult<R extends Revision = Revision> =
  | { readonly ok: true; readonly token: VerifiedEct<ClaimsByRevision[R]> }
  | { readonly ok: false; readonly error: EctError }

/** The same where tokens may be recorded already. */
export type VerifyOrFindResult<Entry, R extends Revision = Revision> =
  | VerifyResult<R>
  | { readonly ok: true; readonly entry: Entry }

/** The clock reading and the keys of one call. */
export interface OfThisCall {
  /** Seconds since 1970. */
  readonly now: number
  readonly keys: KeyResolver
}

/** All steps for many tokens, see `Verifier.verifyMany`. */
export function verifyMany(
  tokens: readonly string[],
  policy: CheckedOptions,
  { now, keys }: OfThisCall,
): Promise<readonly VerifyResult[]> {
  return authenticateMany(tokens, policy, keys, (authentic) =>
    settle(async () => {
      const token = judgeSubject(authentic, policy, now)
      await acceptSubjects([token], undefined, policy, now)
      return { ok: true, token } as const
    }),
  )
}

/** Steps 1 to 13 for many tokens that may be recorded already, see `Verifier.verifyManyUnlessRecorded`. */
export function verifyManyUnlessRecorded<Entry>(
  tokens: readonly string[],
  findEntry: (signingInput: string) => Promise<Entry | undefined>,
  policy: CheckedOptions,
  { now, keys }: OfThisCall,
): Promise<readonly VerifyOrFindResult<Entry>[]> {
  return authenticateMany(tokens, policy, keys, async (authentic): Promise<VerifyOrFindResult<Entry>> => {
    const judged = await settle(async () => ({ ok: true, token: judgeSubject(authentic, policy, now) }) as const)
    if (judged.ok) return judged
    const entry = await findEntry(authentic.decoded.signingInput)
    return entry === undefined ? judged : { ok: true, entry }
  })
}
