/** A task of a sample workflow. */
export interface Step {
  /** The action; unique in its workflow. */
  readonly action: string
  /** Last part of the agent's SPIFFE ID. */
  readonly agent: string
  /** Actions of the parents. */
  readonly after: readonly string[]
  /** Default `approved`. */
  readonly decision?: 'approved' | 'rejected' | 'pending_human_review'
  /** Why it undoes or repairs its parents; absent for every other task. */
  readonly compensates?: string
}
