import type { IdKind, TaskRecord } from '@wimse-ect/claims'
import { buildGraph, type TaskGraph, taskState, toDot, toMermaid } from '@wimse-ect/dag'
import type { LedgerEntry } from '@wimse-ect/ledger'
import { readToken } from '@wimse-ect/ledger/durable'
import { jsonText } from './printable.ts'

/** The forms in which a graph is drawn. */
export const graphFormats = ['mermaid', 'dot', 'svg', 'json'] as const

/** Draws entries and the parents that were recorded for them. */
export async function drawGraph(
  entries: readonly LedgerEntry[],
  ids: IdKind,
  format: (typeof graphFormats)[number],
): Promise<string> {
  const records = entries.map(({ compact, sequence }): TaskRecord => ({ task: readToken(compact, ids).task, sequence }))
  // Whether a parent may stand in another workflow was decided when the entry was recorded.
  const graph = buildGraph(records, { crossWorkflowParents: true })
  if (format === 'json') return jsonText(plain(graph))
  if (format === 'mermaid') return toMermaid(graph)
  return format === 'dot' ? toDot(graph) : drawSvg(toDot(graph))
}

async function drawSvg(dot: string): Promise<string> {
  const { instance } = await import('@viz-js/viz')
  return (await instance()).renderString(dot, { format: 'svg' })
}

/** As the ledger service gives it: edges lead from parents to children. */
function plain(graph: TaskGraph): object {
  const nodes = graph.records.map(({ task, sequence }) => {
    const { taskId, agent, action, decision } = task
    return { taskId, sequence, agent, action, decision, state: taskState(task) }
  })
  const edges = graph.records.flatMap((record) =>
    graph.parentsOf(record).map((parent) => ({ from: parent.task.taskId, to: record.task.taskId })),
  )
  return { nodes, edges }
}
