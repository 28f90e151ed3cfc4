import type { Revision } from '@wimse-ect/claims'
import { createAdmission } from '@wimse-ect/dag'
import { checkReceipt } from '@wimse-ect/ledger'
import {
  type LevelOptions as BareLevelOptions,
  createLevelVerifier as createBareLevelVerifier,
  type LevelVerifier,
} from '@wimse-ect/verification'
import { type VerifierOptions, withGraph } from './verifier-options.ts'

/** Options of {@link createLevelVerifier}. */
export interface LevelOptions<R extends Revision = Revision>
  extends VerifierOptions<R>,
    Omit<BareLevelOptions<R>, 'graph' | 'checkReceipt'> {
  /** Verifier key (C2SP signed note) of the ledger whose receipts make a token level 3. Required for level 3. */
  readonly logKey?: string | undefined
}

/**
 * Makes a verifier for the levels of ect-01 that checks receipts against the ledger's key [REVISION-LEVEL-3] and, with
 * a ledger, judges signed tokens by its graph.
 *
 * @throws TypeError for wrong options, and when `ids` is not the ledger's kind
 */
export function createLevelVerifier<R extends Revision = 'execution-context-00'>(
  options: LevelOptions<R>,
): LevelVerifier<R> {
  const { logKey } = options
  const receipts =
    logKey === undefined
      ? {}
      : { checkReceipt: (receipt: string, token: string) => checkReceipt(receipt, { logKey, token }) }
  return createBareLevelVerifier<R>({ ...withGraph(options, createAdmission(options)), ...receipts })
}
