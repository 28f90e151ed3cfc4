import type { Task, VerifiedEct } from 'wimse-ect'

/** A task that was done: one of our own, or a verified token. */
export interface DoneTask {
  readonly compact: string
  readonly task: Pick<Task, 'taskId' | 'workflowId'>
}

/** What came out of one task, or of several, as it is handed on. */
export interface Result {
  /** The tasks that it came out of. */
  readonly tokens: readonly DoneTask[]
  /** Those that they follow from, so that it can be judged without a ledger. */
  readonly parents: readonly DoneTask[]
  readonly body: Uint8Array<ArrayBuffer>
}

/** A result of others. */
export interface ReceivedResult extends Result {
  readonly tokens: readonly VerifiedEct[]
}

/** A result of one task of another agent. */
export interface ReceivedTask extends ReceivedResult {
  readonly token: VerifiedEct
}
