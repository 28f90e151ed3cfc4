import { executionContextMediaType } from '@wimse-ect/claims'
import { ref, type Schema, whole } from './schemas.ts'

type Members = Readonly<Record<string, unknown>>

const json = (name: Parameters<typeof ref>[0]): Members => ({ 'application/json': { schema: ref(name) } })
const plain: Members = { 'text/plain': { schema: { type: 'string' } } }

/** A query parameter. */
function query(name: string, description: string, schema: Schema = { type: 'string' }, required = false): Members {
  return { name, in: 'query', description, required, schema }
}

function inPath(name: string, description: string, schema: Schema = { type: 'string' }): Members {
  return { name, in: 'path', description, required: true, schema }
}

const limit = query('limit', 'How many at most.', { type: 'integer', minimum: 1, maximum: 1000, default: 100 })
const from = query('from', 'The first sequence; `next` of the page before.', whole)
const paging = [from, limit]
const workflowId = inPath('wid', 'Workflow id.')
const sequence = inPath('sequence', 'Place in the ledger.', whole)

const tokensBody = {
  required: true,
  content: { [executionContextMediaType]: { schema: { type: 'string' } } },
}

const refusals = { default: { $ref: '#/components/responses/Problem' } }

/** A `GET`, with what it answers when all is well. */
function get(
  operationId: string,
  summary: string,
  content: Members,
  parameters: readonly Members[] = [],
  more: Members = {},
): Members {
  const responses = { 200: { description: summary, content }, ...refusals }
  return { get: { operationId, summary, parameters, responses, ...more } }
}

const postEcts = {
  post: {
    operationId: 'postEcts',
    summary: 'Records tokens, one per line. Safe to repeat.',
    requestBody: tokensBody,
    responses: {
      200: {
        description: 'What became of each token in order; of a single one that was recorded before, its first entry.',
        content: { 'application/json': { schema: { oneOf: [ref('Results'), ref('Recorded')] } } },
      },
      201: { description: 'The single token became an entry.', content: json('Recorded') },
      ...refusals,
    },
  },
}

const workflowFilters = [
  query('agent', 'With a task of this agent.'),
  query('action', 'With a task of this action.'),
  query('decision', 'With a task of this decision.', { enum: ['approved', 'rejected', 'pending_human_review'] }),
  query('since', 'With an entry stored then or later; seconds since 1970.', whole),
  query('until', 'With an entry stored then or earlier; seconds since 1970.', whole),
  query('q', 'Beginning of a workflow id, or part of an agent or an action.'),
  query('cursor', '`next` of the page before.'),
  limit,
]

const graph = {
  'application/json': { schema: ref('Graph') },
  'text/plain': { schema: { type: 'string' } },
  'text/vnd.graphviz': { schema: { type: 'string' } },
}

const bytes: Members = { 'application/octet-stream': { schema: {} } }
const files: Members = { '*/*': { schema: {} } }

/** Everything that the service answers, by path. */
export const paths: Readonly<Record<string, Members>> = {
  '/ects': postEcts,
  '/entries': get('getEntries', 'Entries from a sequence on.', json('EntryPage'), paging),
  '/entries/{sequence}': get('getEntry', 'An entry.', json('Entry'), [sequence]),
  '/entries/{sequence}/receipt': get('getReceipt', 'The receipt of an entry (C2SP tlog-proof).', plain, [sequence]),
  '/tasks/{taskId}': get('getTask', 'Entries with a task id.', json('Entries'), [
    inPath('taskId', 'Task id.'),
    query('wid', 'Only that of this workflow.'),
  ]),
  '/tokens': get('getToken', 'The entry of a token.', json('Entry'), [
    query('iss', 'Issuer.', { type: 'string' }, true),
    query('jti', 'Identifier of the token.', { type: 'string' }, true),
  ]),
  '/workflows': get('getWorkflows', 'Workflows, the latest first.', json('WorkflowPage'), workflowFilters),
  '/workflows/{wid}': get('getWorkflow', 'Entries of a workflow.', json('EntryPage'), [workflowId, ...paging]),
  '/agents/{agent}': get('getAgent', 'Entries of an agent.', json('EntryPage'), [
    inPath('agent', 'SPIFFE ID, percent-encoded.'),
    ...paging,
  ]),
  '/graph/{wid}': get('getGraph', 'The graph of a workflow.', graph, [
    workflowId,
    query('format', 'How it is written.', { enum: ['json', 'mermaid', 'dot'], default: 'json' }),
  ]),
  '/equivocations': get('getEquivocations', 'Evidence of equivocation, at most 1000.', json('Equivocations')),
  '/checkpoint': get('getCheckpoint', 'The latest checkpoint (C2SP tlog-checkpoint).', plain),
  '/proof/inclusion': get('getInclusionProof', 'Proof that an entry is in the tree.', json('InclusionProof'), [
    query('sequence', 'The entry.', whole, true),
    query('size', 'Size of the tree.', whole, true),
  ]),
  '/proof/consistency': get('getConsistencyProof', 'Proof that a tree begins with another.', json('ConsistencyProof'), [
    query('from', 'Size of the earlier tree.', whole, true),
    query('to', 'Size of the later tree.', whole, true),
  ]),
  '/tile/{path}': get('getTile', 'A tile or bundle of entries (C2SP tlog-tiles).', bytes, [
    inPath('path', 'The rest of its path, slashes included, for instance `0/x001/234.p/5`.'),
  ]),
  '/log': get('getLog', 'What the log is.', json('Log')),
  '/keys': get(
    'getKeys',
    'The public keys that the service verifies with. Says nothing about their truth.',
    json('KeySet'),
  ),
  '/healthz': get('getHealth', 'The process is there.', plain, [], { security: [{}] }),
  '/readyz': get('getReadiness', 'The service can do its work.', plain),
  '/metrics': get('getMetrics', 'Figures for Prometheus.', plain),
  '/openapi.json': get('getOpenApi', 'This description.', { 'application/json': { schema: { type: 'object' } } }),
  '/': get('getExplorer', 'The explorer page.', { 'text/html': { schema: { type: 'string' } } }),
  '/assets/{file}': get('getAsset', 'A file of the explorer page.', files, [inPath('file', 'Its path.')]),
}
