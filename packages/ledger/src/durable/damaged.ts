import { EctError } from '@wimse-ect/claims'

/**
 * `ECT_LEDGER_DAMAGED`: what is stored is not what a ledger stores, or not what the log committed to.
 *
 * @param path where: a column, an entry or a tile; never a text that was stored
 */
export function damaged(path: string): EctError {
  return new EctError('ECT_LEDGER_DAMAGED', { path })
}
