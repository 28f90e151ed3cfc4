/** JSON Schema 2020-12, as far as this description uses it. */
export type Schema = Readonly<Record<string, unknown>>

export const whole: Schema = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }
const text: Schema = { type: 'string' }
const texts: Schema = { type: 'array', items: text }
const seconds: Schema = { ...whole, description: 'Seconds since 1970.' }
const base64: Schema = { type: 'string', contentEncoding: 'base64' }
const decision: Schema = { enum: ['approved', 'rejected', 'pending_human_review'] }
const agent: Schema = { type: 'string', description: 'SPIFFE ID of the workload that did the task.' }
const receipt: Schema = { type: 'string', description: 'C2SP tlog-proof of the entry, with its token.' }

/** A schema of {@link schemas}. */
export function ref(name: SchemaName): Schema {
  return { $ref: `#/components/schemas/${name}` }
}

function object(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name))
  return { type: 'object', properties, required, additionalProperties: false }
}

const parent = object({ taskId: text, sequence: whole })

const entry = object(
  {
    sequence: whole,
    taskId: text,
    workflowId: text,
    agent,
    action: text,
    decision,
    parents: { type: 'array', items: parent },
    verifiedAt: seconds,
    storedAt: seconds,
    latenessSeconds: whole,
    token: { type: 'string', description: 'The compact token. It is the record; the other members are indexes of it.' },
  },
  ['workflowId', 'decision'],
)

const recorded = object({ ok: { const: true }, sequence: whole, duplicate: { type: 'boolean' }, receipt }, ['receipt'])
const refused = object({ ok: { const: false }, status: whole, title: text, code: text }, ['code'])

const workflow = object({
  workflowId: text,
  tasks: whole,
  agents: texts,
  actions: texts,
  decisions: { type: 'object', propertyNames: decision, additionalProperties: whole },
  firstAt: seconds,
  lastAt: seconds,
  firstSequence: whole,
  lastSequence: whole,
})

const graph = object({
  nodes: {
    type: 'array',
    items: object(
      {
        taskId: text,
        sequence: whole,
        agent,
        action: text,
        decision,
        state: { enum: ['approved', 'rejected', 'pending', 'compensation', 'undecided'] },
      },
      ['decision'],
    ),
  },
  edges: { type: 'array', items: object({ from: text, to: text }), description: 'From parents to children; task ids.' },
})

const equivocation = object(
  {
    taskId: text,
    workflowId: text,
    agent,
    kid: text,
    sequence: whole,
    recorded: text,
    refused: text,
    foundAt: seconds,
  },
  ['workflowId'],
)

const log = object(
  {
    origin: text,
    logKey: { type: 'string', description: 'Verifier key of the log (C2SP signed-note).' },
    ids: { enum: ['uuid', 'opaque'] },
    size: whole,
    maxLatenessSeconds: whole,
    audience: text,
  },
  ['origin', 'logKey'],
)

const problem: Schema = {
  type: 'object',
  properties: { type: text, title: text, status: whole, detail: text, code: text },
  required: ['type', 'title', 'status'],
}

/** Names of {@link schemas}. */
type SchemaName =
  | 'Entry'
  | 'EntryPage'
  | 'Entries'
  | 'Recorded'
  | 'Results'
  | 'WorkflowPage'
  | 'Graph'
  | 'Equivocations'
  | 'InclusionProof'
  | 'ConsistencyProof'
  | 'Log'
  | 'KeySet'
  | 'Problem'

/** What the service answers with. */
export const schemas: Readonly<Record<SchemaName, Schema>> = {
  Entry: entry,
  EntryPage: object({ entries: { type: 'array', items: { $ref: '#/components/schemas/Entry' } }, next: whole }, [
    'next',
  ]),
  Entries: object({ entries: { type: 'array', items: { $ref: '#/components/schemas/Entry' } } }),
  Recorded: recorded,
  Results: object({ results: { type: 'array', items: { oneOf: [recorded, refused] } } }),
  WorkflowPage: object({ workflows: { type: 'array', items: workflow }, next: text }, ['next']),
  Graph: graph,
  Equivocations: object({ equivocations: { type: 'array', items: equivocation } }),
  InclusionProof: object({ sequence: whole, size: whole, proof: { type: 'array', items: base64 } }),
  ConsistencyProof: object({ from: whole, to: whole, proof: { type: 'array', items: base64 } }),
  Log: log,
  KeySet: object({ keys: { type: 'array', items: { type: 'object', required: ['kty'] } } }),
  Problem: problem,
}
