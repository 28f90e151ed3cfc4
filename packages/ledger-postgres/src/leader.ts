/** How long one waits to become the leader of a log. */
export interface LeaderOptions {
  /** Ends the waiting and the work. Default: the work ends it. */
  readonly signal?: AbortSignal | undefined
  /** How often one asks whether the leader is still there, in milliseconds. Default 1000. */
  readonly retryMs?: number | undefined
}

/**
 * Does some work for a log on one process at a time, of all that ask for it on any machine: copying out its tiles, for
 * instance. The leader holds an advisory lock, which the database takes away when its connection ends, however it ends;
 * another process that waits becomes the leader then. A leader that has lost its connection is told by the signal and
 * asks anew.
 *
 * Between the loss and the signal there may be two leaders for a moment, so the work has to be harmless when it is done
 * twice. All who ask have to ask the same server, a replica has locks of its own; and a pooler that shares connections
 * between transactions must not stand in between.
 *
 * @param work ends when its signal is aborted
 * @returns when the work has ended on its own, or the caller's signal was aborted
 * @throws what the work throws while its process is the leader; after `ECT_LEDGER_UNAVAILABLE` it asks anew instead
 */
export type Lead = (work: (signal: AbortSignal) => Promise<void>, options?: LeaderOptions) => Promise<void>
