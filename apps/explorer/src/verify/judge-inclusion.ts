import { EctError, isEctError } from '@wimse-ect/claims'
import { checkReceipt } from '@wimse-ect/ledger'
import type { Entry } from '../service/entry.ts'
import { pass, unchecked, type Verdict } from './verdict.ts'

/**
 * Checks that the log holds an entry's token at its place [PROOF-RECEIPT].
 *
 * @param receipt `undefined` when there is none
 * @param logKey `undefined` when nobody has said which key the log has
 */
export function judgeInclusion(entry: Entry, receipt: string | undefined, logKey: string | undefined): Verdict {
  if (logKey === undefined) return unchecked('the key of the log is not known')
  if (receipt === undefined) return unchecked('there is no receipt')
  try {
    const { sequence } = checkReceipt(receipt, { token: entry.token, logKey })
    if (sequence !== entry.sequence) throw new EctError('ECT_PROOF_INCLUSION')
    return pass
  } catch (error) {
    if (!isEctError(error)) throw error
    return { outcome: 'fail', code: error.code, path: error.path }
  }
}
