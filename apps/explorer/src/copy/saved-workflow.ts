import type { JsonObject } from '@wimse-ect/claims'
import { checkSequences } from '../service/check-sequences.ts'
import { readEntry } from '../service/entry.ts'
import {
  countIn,
  listIn,
  objectIn,
  optionalTextIn,
  parseObject,
  ShapeError,
  text,
  textIn,
} from '../service/json-shape.ts'
import type { Evidence, Workflow } from '../service/ledger-source.ts'
import { readLogFacts } from '../service/log-facts.ts'

/** One workflow with everything that is needed to verify it without the ledger. */
export interface SavedWorkflow {
  /** Seconds since 1970. */
  readonly savedAt: number
  /** Address of the service it was saved from. */
  readonly savedFrom: string
  readonly workflow: Workflow
  readonly keySet: string | undefined
  readonly evidence: Evidence | undefined
}

const format = 'wimse-ect-explorer-copy/1'

/** Writes a saved workflow as JSON. */
export function writeSavedWorkflow({ workflow, keySet, evidence, ...origin }: SavedWorkflow): string {
  const receipts = evidence === undefined ? [] : [...evidence.receipts.values()]
  return JSON.stringify({ format, ...origin, ...workflow, keySet, checkpoint: evidence?.checkpoint, receipts })
}

/** Reads what {@link writeSavedWorkflow} wrote. @throws ShapeError for anything else */
export function readSavedWorkflow(json: string): SavedWorkflow {
  const object = parseObject(json)
  if (object.format !== format) throw new ShapeError('not a saved workflow')
  const workflow: Workflow = {
    workflowId: textIn(object, 'workflowId'),
    log: readLogFacts(objectIn(object.log)),
    entries: listIn(object, 'entries', readEntry),
    outside: listIn(object, 'outside', readEntry),
    isCut: object.isCut === true,
  }
  checkSequences(workflow)
  return {
    savedAt: countIn(object, 'savedAt'),
    savedFrom: textIn(object, 'savedFrom'),
    workflow,
    keySet: optionalTextIn(object, 'keySet'),
    evidence: readEvidence(object, workflow),
  }
}

/** Receipts stand in the order of the entries, then of the parents from outside. */
function readEvidence(object: JsonObject, { outside, entries }: Workflow): Evidence | undefined {
  const checkpoint = optionalTextIn(object, 'checkpoint')
  if (checkpoint === undefined) return undefined
  const receipts = listIn(object, 'receipts', text)
  const all = [...entries, ...outside]
  if (receipts.length !== all.length) throw new ShapeError('not a receipt for each entry')
  return { checkpoint, receipts: new Map(all.map(({ sequence }, at) => [sequence, receipts[at] ?? ''])) }
}
