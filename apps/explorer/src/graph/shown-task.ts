import {
  checkClaims,
  decodeEct,
  isEctError,
  type JsonObject,
  profiles,
  type Revision,
  type Task,
  taskOf,
} from '@wimse-ect/claims'
import { type TaskState, taskState } from '@wimse-ect/dag'
import type { Entry } from '../service/entry.ts'
import type { LogFacts } from '../service/log-facts.ts'

/** An entry as the page shows it: by its token, or by what the ledger says where the token cannot be read. */
export interface ShownTask {
  readonly entry: Entry
  readonly action: string
  readonly agent: string
  readonly state: TaskState
  /** The neutral view of the token; nothing in it is verified. `undefined` when the token cannot be read. */
  readonly task: Task | undefined
  /** The claims as they stand in the token. */
  readonly claims: JsonObject | undefined
  readonly header: JsonObject | undefined
  /** True for a parent that belongs to another workflow, or to none. */
  readonly isOutside: boolean
}

const revisions = Object.keys(profiles).filter((name): name is Revision => Object.hasOwn(profiles, name))

/** Reads the token of an entry for showing it. Judges nothing. */
export function shownTask(entry: Entry, { ids }: Pick<LogFacts, 'ids'>, isOutside: boolean): ShownTask {
  try {
    const decoded = decodeEct(entry.token, { revisions })
    const task = taskOf(decoded, checkClaims(decoded, { ids }), { ids })
    const { header, payload: claims } = decoded
    return { entry, action: task.action, agent: task.agent, state: taskState(task), task, claims, header, isOutside }
  } catch (error) {
    if (!isEctError(error)) throw error
    const { action, agent } = entry
    return {
      entry,
      action,
      agent,
      state: stateOfDecision(entry.decision),
      task: undefined,
      claims: undefined,
      header: undefined,
      isOutside,
    }
  }
}

function stateOfDecision(decision: string | undefined): TaskState {
  if (decision === 'approved' || decision === 'rejected') return decision
  return decision === 'pending_human_review' ? 'pending' : 'undecided'
}
