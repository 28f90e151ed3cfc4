/**
 * What is wrong:
 *
 * - `file`: the database finds its own structure damaged, or something cannot be read
 * - `missing`: there is no entry with this sequence
 * - `token`: the record is no token, or not of the ledger's kind of identifiers
 * - `index`: a column says something else than the token
 * - `parents`: the parents that were resolved are not those that the token names, or not earlier
 * - `task`: the task was recorded before in its scope
 * - `leaf`: the token is not the one that the tree has at this place
 * - `tree`: a tile is missing, too much, or does not follow from the leaves
 * - `checkpoint`: the kept checkpoint, or the known head, is not of this log, or the log is not what it signed for
 * - `rolled-back`: the log has signed for more entries than there are
 * - `evidence`: what is kept as an equivocation is none
 */
export type LedgerIssueKind =
  | 'file'
  | 'missing'
  | 'token'
  | 'index'
  | 'parents'
  | 'task'
  | 'leaf'
  | 'tree'
  | 'checkpoint'
  | 'rolled-back'
  | 'evidence'

/** One thing that is wrong with a ledger. */
export interface LedgerIssue {
  readonly kind: LedgerIssueKind
  /** The entry at fault, if it is one. */
  readonly sequence?: number | undefined
  /** Where: a column, a tile or a range; never a text from a token. */
  readonly path?: string | undefined
}
