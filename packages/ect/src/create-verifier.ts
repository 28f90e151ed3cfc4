import type { Revision, VerifiedEct } from '@wimse-ect/claims'
import { createAdmission } from '@wimse-ect/dag'
import type { AppendResult, Ledger, LedgerEntry } from '@wimse-ect/ledger'
import {
  type Verifier as BareVerifier,
  type CallOptions,
  createVerifier as createBareVerifier,
} from '@wimse-ect/verification'
import { recordMany } from './record-many.ts'
import { type VerifierOptions, withGraph } from './verifier-options.ts'
import { verifyOrFind } from './verify-or-find.ts'

/** Verifies tokens for one audience. */
export type Verifier<R extends Revision = Revision> = Pick<
  BareVerifier<R>,
  'revisions' | 'verify' | 'verifyAll' | 'verifyMany'
>

/** A verifier that also records. */
export interface RecordingVerifier<R extends Revision = Revision> extends Verifier<R> {
  /**
   * Verifies, admits and appends in one step. Safe to repeat: a token that is already recorded gets its first entry,
   * also after `exp` [RECORD-FIRST-ENTRY] [RECORD-RETRY-AFTER-EXP].
   *
   * @param token a compact token, or one that `verify` returned, which is not verified again [RECORD-VERIFIED-ONCE]
   * @throws EctError of the first verification step that fails; what `Ledger.append` throws
   */
  record(token: string | VerifiedEct, options?: CallOptions): Promise<LedgerEntry>

  /**
   * The same for many compact tokens, in one append: later ones may name earlier ones as parents. One that is refused
   * does not hold up the others. With a `pool` the signatures are checked on several cores.
   *
   * @returns what became of each, in the given order; `duplicate` for those that were recorded before
   * @throws EctError `ECT_LEDGER_UNAVAILABLE` and others of status 503 when the ledger cannot answer: nothing is
   * acknowledged then, and trying again is safe
   */
  recordMany(tokens: readonly string[], options?: CallOptions): Promise<readonly AppendResult[]>
}

/**
 * Makes a verifier that knows the graph rules.
 *
 * With a ledger, every token is judged against it, and `record` appends. Without one, `verifyAll` judges the tokens of
 * a message against each other [MODE-POINT-TO-POINT] [MODE-DEFERRED], and `verify` leaves step 15 out: it has no store.
 *
 * @throws TypeError for wrong options, and when `ids` is not the ledger's kind
 */
export function createVerifier<R extends Revision = 'execution-context-00'>(
  options: VerifierOptions<R> & { readonly ledger: Ledger },
): RecordingVerifier<R>
export function createVerifier<R extends Revision = 'execution-context-00'>(options: VerifierOptions<R>): Verifier<R>
export function createVerifier(options: VerifierOptions): Verifier | RecordingVerifier {
  const { ledger } = options
  const admission = createAdmission(options)
  const bare = createBareVerifier(withGraph(options, admission))
  const { revisions, verify, verifyAll, verifyMany, verifyUnlessRecorded, verifyManyUnlessRecorded } = bare
  if (ledger === undefined) return { revisions, verify, verifyAll, verifyMany }

  const { clock = () => Math.floor(Date.now() / 1000) } = options
  return {
    revisions,
    verify,
    verifyAll,
    verifyMany,
    async record(token, call = {}) {
      if (typeof token !== 'string') return ledger.append(token, admission)
      const outcome = await verifyOrFind(token, { ledger, verifyUnlessRecorded, call })
      if ('error' in outcome) throw outcome.error
      if ('entry' in outcome) return outcome.entry
      const { token: verified } = outcome
      return ledger.append(verified, admission).catch(async (error: unknown) => {
        // A ledger that can only be read just now still answers for what it has.
        const entry = await ledger.findEntry(verified.signingInput).catch(() => undefined)
        if (entry === undefined) throw error
        return entry
      })
    },
    recordMany(tokens, { now = clock(), keys } = {}) {
      return recordMany(tokens, { ledger, admission, verifyManyUnlessRecorded, call: { now, keys } })
    },
  }
}
