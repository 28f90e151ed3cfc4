import type { Entry } from './entry.ts'
import type { LogFacts } from './log-facts.ts'

/** One workflow with all that is needed to draw it. */
export interface Workflow {
  readonly workflowId: string
  readonly log: LogFacts
  /** Its entries in order of sequence. */
  readonly entries: readonly Entry[]
  /** Parents of its tasks that belong to another workflow or to none, in order of sequence. */
  readonly outside: readonly Entry[]
  /** True when it has more tasks than the page loads. */
  readonly isCut: boolean
}

/** What proves that the log holds the entries of a workflow. */
export interface Evidence {
  /** The text of the checkpoint to which every receipt leads. */
  readonly checkpoint: string
  /** Receipts without token (C2SP tlog-proof) by sequence. */
  readonly receipts: ReadonlyMap<number, string>
}

/** Where a workflow comes from: the ledger service, or a file that was saved from it. */
export interface LedgerSource {
  readonly kind: 'service' | 'file'
  logFacts(): Promise<LogFacts>
  /** The JWK set with which the service verifies, as text; `undefined` when it shows none. */
  keySet(): Promise<string | undefined>
  /** @throws LoadError `missing` when there is no such workflow */
  workflow(workflowId: string): Promise<Workflow>
  /** `undefined` when the log signs nothing. */
  evidence(workflow: Workflow): Promise<Evidence | undefined>
}
