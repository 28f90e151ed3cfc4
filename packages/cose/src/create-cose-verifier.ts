import type { VerifiedTask } from '@wimse-ect/claims'
import type { CallOptions, GraphCheck, VerifierOptions } from '@wimse-ect/verification'
import {
  acceptSubjects,
  checkIssuer,
  checkKeyStanding,
  checkOptions,
  checkSeconds,
  checkSignature,
  judgeClaims,
} from '@wimse-ect/verification/envelope'
import type { CborMap } from './cbor-value.ts'
import type { CoseEctClaims } from './cose-claims.ts'
import { claimSource, decodeCoseEct } from './decode-cose-ect.ts'
import type { CoseHeader } from './protected-header.ts'

/**
 * An ECT in CBOR that passed the whole verification. The graph rules take it; ledgers do not, they keep compact tokens.
 */
export interface VerifiedCoseEct extends VerifiedTask {
  /** The message as it arrived, in a copy of its own. */
  readonly bytes: Uint8Array
  readonly header: CoseHeader
  /** The claims that have a meaning here, under their names in JSON. */
  readonly claims: CoseEctClaims
  /** The claims as they stand on the wire, unknown ones among them. */
  readonly payload: CborMap
}

/** Options of {@link createCoseVerifier}. Identifiers are UUIDs, and there is one revision. */
export interface CoseVerifierOptions extends Omit<VerifierOptions, 'graph' | 'ids' | 'revisions'> {
  /** Step 15, e.g. `(token) => admit(token, inlineStore(parents))` of `@wimse-ect/dag`. Default: it is not done. */
  readonly graph?: GraphCheck<VerifiedCoseEct, VerifiedTask> | undefined
}

/** Verifies ECTs in CBOR for one audience. */
export interface CoseVerifier {
  /**
   * All steps, for one token, in the order of the compact form and by the same functions [COSE-STEPS]. Nothing is
   * stored before every other step has passed.
   *
   * @throws EctError of the first step that fails
   */
  verify(message: Uint8Array, options?: CallOptions): Promise<VerifiedCoseEct>
}

/**
 * Makes a verifier. A replay memory that it shares with a verifier of compact tokens takes the same task in either form
 * for one use [COSE-REPLAY].
 *
 * @throws TypeError for wrong options, as `createVerifier` of `@wimse-ect/verification` does
 */
export function createCoseVerifier(options: CoseVerifierOptions): CoseVerifier {
  const { graph, ...others } = options
  const checked = { ...checkOptions({ ...others, ids: 'uuid', revisions: undefined }), graph }
  return {
    async verify(message, call = {}) {
      const now = checkSeconds(call.now ?? checked.clock(), 'now')
      const decoded = decodeCoseEct(message, checked) // 1 to 3
      // 4, 5 [COSE-SIGNATURE-FORM]
      const key = await checkSignature({ ...decoded.header, ...decoded }, call.keys ?? checked.keys)
      const source = claimSource(decoded)
      checkKeyStanding(key, now) // 6
      checkIssuer(source, key, checked) // 8
      const judged = judgeClaims(source, checked, now) // 9 to 13
      const { bytes, header, payload, signingInput } = decoded
      const token = frozen({ bytes, header, payload, signingInput, ...judged } as VerifiedCoseEct)
      await acceptSubjects([token], undefined, checked, now) // 14, 15
      return token
    },
  }
}

/**
 * Frozen, so that it cannot be changed by mistake. It has no mark of `sealVerified`: ledgers refuse it [COSE-LEDGER].
 */
function frozen(token: VerifiedCoseEct): VerifiedCoseEct {
  const { task } = token
  for (const part of [task.parents, task.audience, task.witnessedBy, task]) Object.freeze(part)
  return Object.freeze(token)
}
