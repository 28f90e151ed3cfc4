import type { TaskState } from 'wimse-ect'
import type { Style } from './screen.ts'

/** How the state of a task looks in colour. */
export const stateStyle: Readonly<Record<TaskState, Style>> = {
  approved: 'green',
  rejected: 'red',
  pending: 'yellow',
  compensation: 'blue',
  undecided: 'dim',
}
