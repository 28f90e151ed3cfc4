import { EctError } from '@wimse-ect/claims'
import {
  checkInclusion,
  leafHash,
  makeReceipt,
  parseCheckpoint,
  parseReceipt,
  type TransparencyLog,
} from '@wimse-ect/ledger'

/**
 * Makes a receipt of an entry whose checkpoint is a cosigned one [PROOF-RECEIPT]: it can be checked with a witness
 * policy. The log may have grown since it was cosigned.
 *
 * @param cosigned text of the checkpoint; it has to cover the entry
 * @throws EctError `ECT_PROOF_RANGE` when it does not, or there is no such entry; `ECT_CHECKPOINT_ORIGIN` and
 * `ECT_PROOF_INCLUSION` when it is not of this log, or of another history of it; `ECT_CHECKPOINT_FORMAT`; and what the
 * log fails with
 * @throws TypeError for a log without a key
 */
export async function cosignedReceipt(
  log: Pick<TransparencyLog, 'receipt' | 'inclusionProof'>,
  sequence: number,
  cosigned: string,
): Promise<string> {
  const checkpoint = parseCheckpoint(cosigned)
  const { token, checkpoint: own } = parseReceipt(await log.receipt(sequence))
  if (token === undefined) throw new EctError('ECT_PROOF_TOKEN')
  if (parseCheckpoint(own).origin !== checkpoint.origin) throw new EctError('ECT_CHECKPOINT_ORIGIN')
  const proof = await log.inclusionProof(sequence, checkpoint.size)
  checkInclusion(proof, leafHash(token), sequence, checkpoint)
  return makeReceipt({ token, sequence, proof, checkpoint: cosigned })
}
