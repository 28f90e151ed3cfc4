import type { Peer } from '@wimse-ect/claims'
import type { Ledger } from '@wimse-ect/ledger'
import type { RecordingVerifier } from 'wimse-ect'
import type { ExplorerFile } from './explorer-files.ts'
import type { KeySource } from './key-source.ts'
import type { LedgerWatch } from './ledger-watch.ts'
import type { Limits } from './limits.ts'
import type { Say } from './log-event.ts'
import type { Metrics } from './metrics.ts'
import type { WorkflowIndex } from './workflow-index.ts'

/** What handlers work with. */
export interface Service {
  readonly ledger: Ledger
  readonly verifier: RecordingVerifier
  readonly audience: string
  /** Whether parents of other workflows belong to a graph. */
  readonly crossWorkflowParents: boolean
  readonly keys: KeySource
  readonly workflows: WorkflowIndex
  readonly watch: LedgerWatch
  readonly metrics: Metrics
  readonly limits: Limits
  readonly explorer: ReadonlyMap<string, ExplorerFile>
  readonly say: Say
  /** True once the service no longer takes requests. */
  isStopping(): boolean
}

/** One request, after it was found who may do what. */
export interface Call {
  readonly request: Request
  readonly url: URL
  /** The parts of the path that the route leaves open, decoded. */
  readonly params: Readonly<Record<string, string>>
  readonly peer: Peer
}

/** Answers a request. Throws HttpProblem, or EctError for refusals and failures. */
export type Handler = (call: Call, service: Service) => Response | Promise<Response>

/** A part of the path that its route has. */
export function param({ params }: Call, name: string): string {
  const value = params[name]
  if (value === undefined) throw new TypeError('the route has no such part')
  return value
}
