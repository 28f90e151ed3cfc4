import type { Task } from '@wimse-ect/claims'
import { isCompensation } from '../remedy.ts'

/** What a drawing shows of a task by shape, colour and word. */
export type TaskState = 'approved' | 'rejected' | 'pending' | 'compensation' | 'undecided'

/** Fill, line and text colours as `#rrggbb`. */
export interface StateColours {
  readonly fill: string
  readonly line: string
  readonly text: string
}

/** The colours of each state: dark text on a light ground, apart also for most colour-blind people. */
export const stateColours: Readonly<Record<TaskState, StateColours>> = {
  approved: { fill: '#dff2e1', line: '#1b7f3b', text: '#111111' },
  rejected: { fill: '#fddcd8', line: '#b3261e', text: '#111111' },
  pending: { fill: '#fff3cd', line: '#8a6100', text: '#111111' },
  compensation: { fill: '#dce8ff', line: '#1f5fbf', text: '#111111' },
  undecided: { fill: '#eeeeee', line: '#555555', text: '#111111' },
}

/**
 * The state of a task. A decision that is not an approval is shown even for a compensation: a rollback that was itself
 * rejected must not look as if it had been done.
 */
export function taskState(task: Task): TaskState {
  if (task.decision === 'rejected') return 'rejected'
  if (task.decision === 'pending_human_review') return 'pending'
  if (isCompensation(task)) return 'compensation'
  return task.decision ?? 'undecided'
}
