import { EctError } from '@wimse-ect/claims'

/** What is stored or published is not what the log committed to. */
export function damaged(path: string): EctError {
  return new EctError('ECT_LEDGER_DAMAGED', { path })
}
