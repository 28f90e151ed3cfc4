import type { TaskRecord } from '@wimse-ect/claims'
import type { Ledger, LedgerEntry } from '@wimse-ect/ledger'
import { readToken } from '@wimse-ect/ledger/durable'
import { buildGraph, type TaskGraph, taskState, toDot, toMermaid } from 'wimse-ect'
import { jsonAnswer, textAnswer } from '../answers.ts'
import { HttpProblem } from '../http-problem.ts'
import { firstPage } from '../page.ts'
import { Query } from '../query.ts'
import { type Call, param, type Service } from '../service.ts'

/** The graph of a workflow. Parents that stand outside of it belong to it too. */
export async function getGraph(call: Call, service: Service): Promise<Response> {
  const { ledger, limits, crossWorkflowParents } = service
  const format = new Query(call.url).oneOf('format', ['json', 'mermaid', 'dot'])
  const iteration = ledger.entriesOfWorkflow(param(call, 'wid'))
  const { things: entries, following } = await firstPage(iteration, limits.maxGraphTasks)
  if (entries.length === 0) throw new HttpProblem(404)
  const outside = parentsOutside(entries)
  if (following !== undefined || entries.length + outside.length > limits.maxGraphTasks) {
    throw new HttpProblem(413, { detail: 'the workflow has too many tasks to be drawn' })
  }
  const all = [...entries, ...(await entriesAt(outside, ledger))]
  const graph = buildGraph(
    all.map(({ compact, sequence }): TaskRecord => ({ task: readToken(compact, ledger.ids).task, sequence })),
    { crossWorkflowParents },
  )
  if (format === 'mermaid') return textAnswer(toMermaid(graph))
  return format === 'dot' ? textAnswer(toDot(graph), 200, 'text/vnd.graphviz; charset=utf-8') : jsonAnswer(plain(graph))
}

/** Sequences of the parents that stand outside. */
function parentsOutside(entries: readonly LedgerEntry[]): readonly number[] {
  const inside = new Set(entries.map(({ sequence }) => sequence))
  const parents = entries.flatMap((entry) => entry.parents.map(({ sequence }) => sequence))
  return [...new Set(parents)].filter((sequence) => !inside.has(sequence))
}

async function entriesAt(sequences: readonly number[], ledger: Ledger): Promise<readonly LedgerEntry[]> {
  const found: LedgerEntry[] = []
  for (const sequence of sequences) {
    const entry = await ledger.getBySequence(sequence)
    if (entry !== undefined) found.push(entry)
  }
  return found
}

/** Nodes in order of sequence; edges lead from parents to children and name task ids. */
function plain(graph: TaskGraph): object {
  const nodes = graph.records.map(({ task, sequence }) => ({
    taskId: task.taskId,
    sequence,
    agent: task.agent,
    action: task.action,
    decision: task.decision,
    state: taskState(task),
  }))
  const edges = graph.records.flatMap((record) =>
    graph.parentsOf(record).map((parent) => ({ from: parent.task.taskId, to: record.task.taskId })),
  )
  return { nodes, edges }
}
