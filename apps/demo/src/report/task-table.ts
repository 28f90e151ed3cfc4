import { buildGraph, type Task, type TaskRecord, type TaskState, taskState } from 'wimse-ect'
import { shortName } from '../identities.ts'
import type { Screen, Style } from './screen.ts'
import { type Cell, printTable } from './table.ts'

const styles: Readonly<Record<TaskState, Style>> = {
  approved: 'green',
  rejected: 'red',
  pending: 'yellow',
  compensation: 'blue',
  undecided: 'dim',
}

/** Prints recorded tasks in the order of the ledger: who did what, after which tasks, and what was decided. */
export function printTasks(screen: Screen, records: readonly TaskRecord[]): void {
  const graph = buildGraph(records)
  const rows = graph.records.map((record): readonly Cell[] => {
    const { task, sequence } = record
    const parents = graph.parentsOf(record).map((parent) => String(parent.sequence))
    return [
      String(sequence),
      shortName(task.agent),
      task.action,
      parents.join(', ') || '-',
      [String(task.decision), styles[taskState(task)]],
      note(task),
    ]
  })
  printTable(screen, ['seq', 'who', 'what', 'parents', 'decision', ''], rows)
}

function note(task: Task): string {
  if (task.compensation) return 'compensation'
  return task.witnessedBy.length > 0 ? `witnessed by ${task.witnessedBy.map(shortName).join(', ')}` : ''
}
