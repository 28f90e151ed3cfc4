import { getAgent, getEntries, getEntry, getReceipt, getTask, getToken, getWorkflow } from './handlers/entries.ts'
import { getEquivocations } from './handlers/equivocations.ts'
import { getExplorerFile } from './handlers/explorer.ts'
import { getGraph } from './handlers/graph.ts'
import { getCheckpoint, getConsistencyProof, getInclusionProof, getLog, getTile } from './handlers/log.ts'
import { getHealth, getKeys, getMetrics, getOpenApi, getReadiness } from './handlers/operation.ts'
import { postEcts } from './handlers/post-ects.ts'
import { getWorkflows } from './handlers/workflows.ts'
import type { Handler } from './service.ts'

/** What a request needs to be answered. */
export type Need = 'write' | 'read' | 'page' | 'nothing'

/** A kind of request that the service answers. */
export interface Route {
  readonly method: 'GET' | 'POST'
  /** As OpenAPI writes it. `{name}` stands for one part of the path, `{name*}` for all that follow. */
  readonly path: string
  readonly needs: Need
  readonly handler: Handler
}

/** Every request that the service answers. `HEAD` is answered wherever `GET` is. */
export const routes: readonly Route[] = [
  { method: 'POST', path: '/ects', needs: 'write', handler: postEcts },
  { method: 'GET', path: '/entries', needs: 'read', handler: getEntries },
  { method: 'GET', path: '/entries/{sequence}', needs: 'read', handler: getEntry },
  { method: 'GET', path: '/entries/{sequence}/receipt', needs: 'read', handler: getReceipt },
  { method: 'GET', path: '/tasks/{taskId}', needs: 'read', handler: getTask },
  { method: 'GET', path: '/tokens', needs: 'read', handler: getToken },
  { method: 'GET', path: '/workflows', needs: 'read', handler: getWorkflows },
  { method: 'GET', path: '/workflows/{wid}', needs: 'read', handler: getWorkflow },
  { method: 'GET', path: '/agents/{agent}', needs: 'read', handler: getAgent },
  { method: 'GET', path: '/graph/{wid}', needs: 'read', handler: getGraph },
  { method: 'GET', path: '/equivocations', needs: 'read', handler: getEquivocations },
  { method: 'GET', path: '/checkpoint', needs: 'read', handler: getCheckpoint },
  { method: 'GET', path: '/proof/inclusion', needs: 'read', handler: getInclusionProof },
  { method: 'GET', path: '/proof/consistency', needs: 'read', handler: getConsistencyProof },
  { method: 'GET', path: '/tile/{path*}', needs: 'read', handler: getTile },
  { method: 'GET', path: '/log', needs: 'read', handler: getLog },
  { method: 'GET', path: '/keys', needs: 'read', handler: getKeys },
  { method: 'GET', path: '/healthz', needs: 'nothing', handler: getHealth },
  { method: 'GET', path: '/readyz', needs: 'read', handler: getReadiness },
  { method: 'GET', path: '/metrics', needs: 'read', handler: getMetrics },
  { method: 'GET', path: '/openapi.json', needs: 'read', handler: getOpenApi },
  { method: 'GET', path: '/', needs: 'page', handler: getExplorerFile },
  { method: 'GET', path: '/assets/{file*}', needs: 'page', handler: getExplorerFile },
]
