import { decodeEct } from '@wimse-ect/claims'
import { generateNoteKey, MemoryLedger, makeReceipt, noteSigner, parseReceipt } from '@wimse-ect/ledger'
import { audience, Recorder } from '../sample/record-workflow.ts'
import type { Step } from '../sample/step.ts'
import type { Entry } from '../src/service/entry.ts'
import type { Evidence, Workflow } from '../src/service/ledger-source.ts'
import { type Pins, type Trust, trustOf } from '../src/verify/trust.ts'

export const workflowId = '0195f3a2-0000-7000-8000-000000000001'

/** Plan, two tasks after it of which one is rejected, its rollback, and a task that joins both ways. */
export const steps: readonly Step[] = [
  { action: 'plan', agent: 'alice', after: [] },
  { action: 'build', agent: 'bob', after: ['plan'] },
  { action: 'deploy', agent: 'bob', after: ['plan'], decision: 'rejected' },
  { action: 'rollback_deploy', agent: 'bob', after: ['deploy'], compensates: 'it was rejected' },
  { action: 'report', agent: 'alice', after: ['build', 'rollback_deploy'] },
]

/** A workflow as the page loads it, with all that is needed to verify it. */
export interface RecordedWorkflow {
  readonly workflow: Workflow
  readonly evidence: Evidence
  readonly trust: Trust
  readonly recorder: Recorder
  /** What holds when a person pinned something. */
  trustWith(pins: Pins): Trust
}

/** Records a workflow in a ledger in memory. */
export async function recordedWorkflow(of: readonly Step[] = steps): Promise<RecordedWorkflow> {
  const recorder = new Recorder(1_772_438_400)
  const { signerKey, verifierKey } = generateNoteKey('ledger.example.com/audit')
  const ledger = new MemoryLedger({ signer: noteSigner(signerKey), clock: () => recorder.now })
  await recorder.record(ledger, workflowId, of)
  const entries: Entry[] = []
  const receipts = new Map<number, string>()
  for await (const { compact, ...entry } of ledger.entries()) {
    entries.push({ ...entry, decision: decisionIn(compact), token: compact })
    const receipt = parseReceipt(await ledger.receipt(entry.sequence))
    receipts.set(entry.sequence, makeReceipt({ ...receipt, token: undefined }))
  }
  const said = { keySet: JSON.stringify(recorder.keys), logKey: verifierKey, audience }
  const log = {
    origin: 'ledger.example.com/audit',
    logKey: verifierKey,
    ids: 'uuid' as const,
    size: entries.length,
    maxLatenessSeconds: 0,
    audience,
  }
  return {
    workflow: { workflowId, log, entries, outside: [], isCut: false },
    evidence: { checkpoint: await ledger.checkpoint(), receipts },
    trust: trustOf(said, 'service', {}),
    recorder,
    trustWith: (pins) => trustOf(said, 'service', pins),
  }
}

/** The workflow with one of its entries changed. */
export function withEntry(workflow: Workflow, sequence: number, change: (entry: Entry) => Partial<Entry>): Workflow {
  const entries = workflow.entries.map((entry) =>
    entry.sequence === sequence ? { ...entry, ...change(entry) } : entry,
  )
  return { ...workflow, entries }
}

/** The token with other claims and the signature that it had. */
export function forge(token: string, claims: Readonly<Record<string, unknown>>): string {
  const [header, payload = '', signature] = token.split('.')
  const former: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
  const forged = Buffer.from(JSON.stringify(Object.assign({}, former, claims))).toString('base64url')
  return `${header}.${forged}.${signature}`
}

function decisionIn(token: string): string {
  return String(decodeEct(token).payload.pol_decision)
}
