import type { JsonObject, JsonValue } from '@wimse-ect/claims'
import { count, countIn, listIn, objectIn, optionalTextIn, text, textIn } from './json-shape.ts'

/** A workflow as the list shows it. */
export interface WorkflowSummary {
  readonly workflowId: string
  readonly tasks: number
  readonly agents: readonly string[]
  /** The first few. */
  readonly actions: readonly string[]
  /** How many tasks have each decision. */
  readonly decisions: ReadonlyMap<string, number>
  /** Seconds since 1970. */
  readonly firstAt: number
  /** Seconds since 1970. */
  readonly lastAt: number
}

/** Some workflows, the latest first, and where the next ones begin. */
export interface WorkflowPage {
  readonly workflows: readonly WorkflowSummary[]
  readonly next: string | undefined
}

/** Reads a page. @throws ShapeError for another form */
export function readWorkflowPage(object: JsonObject): WorkflowPage {
  return { workflows: listIn(object, 'workflows', readSummary), next: optionalTextIn(object, 'next') }
}

function readSummary(value: JsonValue): WorkflowSummary {
  const object = objectIn(value)
  const decisions = Object.entries(objectIn(object.decisions))
  return {
    workflowId: textIn(object, 'workflowId'),
    tasks: countIn(object, 'tasks'),
    agents: listIn(object, 'agents', text),
    actions: listIn(object, 'actions', text),
    decisions: new Map(decisions.map(([decision, number]) => [decision, count(number)])),
    firstAt: countIn(object, 'firstAt'),
    lastAt: countIn(object, 'lastAt'),
  }
}
