import { buildGraph, type Task, type TaskRecord, taskState } from 'wimse-ect'
import { shortName } from '../identities.ts'
import type { Screen } from './screen.ts'
import { stateStyle } from './state-style.ts'
import { type Cell, printTable } from './table.ts'

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
      [`${task.decision}${note(task)}`, stateStyle[taskState(task)]],
    ]
  })
  printTable(screen, ['seq', 'who', 'what', 'parents', 'decision'], rows)
}

function note(task: Task): string {
  if (task.compensation) return ' (compensation)'
  return task.witnessedBy.length > 0 ? ` (witness: ${task.witnessedBy.map(shortName).join(', ')})` : ''
}
