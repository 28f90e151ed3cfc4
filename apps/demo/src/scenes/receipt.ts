import { cosignedReceipt, requestCosignatures } from '@wimse-ect/witness'
import { checkReceipt, isEctError, type LedgerEntry, type ReceiptOptions } from 'wimse-ect'
import { auditLedger } from '../audit.ts'
import type { Cast } from '../cast.ts'
import { logAt } from '../ledger-client.ts'
import { expectDefined, expectEqual } from '../surprise.ts'

/** A receipt, and what became of its checks. */
export interface JudgedReceipt {
  readonly receipt: string
  /** The entry that it proves. */
  readonly entry: LedgerEntry
  /** Another entry, whose token was put into it. */
  readonly otherEntry: LedgerEntry
  /** The code that refused it then. */
  readonly refusal: string
}

/**
 * Has the witness cosign the checkpoint of the ledger, which anybody may ask for, makes a receipt of the latest entry
 * with it, and checks that offline, with nothing but the public keys of the log and of the witness [PROOF-RECEIPT]
 * [CHECKPOINT-COSIGNATURE]. With the token of another entry in it, the same receipt must be refused.
 */
export async function playReceipt({ ledgerUrl, keys, logKey, witness }: Cast): Promise<JudgedReceipt> {
  const options = { logKey, witnessPolicy: { witnesses: [witness.verifierKey], threshold: 1 } }
  const { entries } = await auditLedger(ledgerUrl, keys)
  const entry = expectDefined('latest entry', entries.at(-1))
  const otherEntry = expectDefined('entry before it', entries.at(-2))

  const log = logAt(ledgerUrl)
  const { checkpoint: cosigned, answers } = await requestCosignatures(log, [witness])
  expectEqual(
    'answers of the witness',
    answers.map(({ ok }) => ok),
    [true],
  )
  const receipt = await cosignedReceipt(log, entry.sequence, cosigned)
  const { sequence, checkpoint } = checkReceipt(receipt, { ...options, token: entry.compact })
  expectEqual('place and log of the receipt', [sequence, checkpoint.size], [entry.sequence, entries.length])

  const refusal = check(putToken(receipt, otherEntry.compact), options)
  expectEqual('receipt with another token', refusal, 'ECT_PROOF_INCLUSION')
  return { receipt, entry, otherEntry, refusal }
}

function putToken(receipt: string, token: string): string {
  return receipt.replace(/^extra .*$/m, `extra ${Buffer.from(token).toString('base64')}`)
}

function check(receipt: string, options: ReceiptOptions): string {
  try {
    checkReceipt(receipt, options)
    return 'accepted'
  } catch (error) {
    if (isEctError(error)) return error.code
    throw error
  }
}
