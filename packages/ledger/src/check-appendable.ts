import { EctError, type IdKind, isSealed, type VerifiedEct } from '@wimse-ect/claims'

/**
 * What every ledger asks of a token before it looks anything up.
 *
 * @param ids the kind of identifiers the ledger was created for [CLAIM-IDS-LEDGER]
 * @throws TypeError for anything but a verified token, such as a supporting one or a changed copy
 * [ENV-TYPED-AFTER-VERIFY]; EctError `ECT_LEDGER_IDS`
 */
export function checkAppendable(token: VerifiedEct, ids: IdKind): void {
  if (!isSealed(token)) throw new TypeError('only a verified token can be appended')
  if (token.ids !== ids) throw new EctError('ECT_LEDGER_IDS', { taskId: token.task.taskId })
}
