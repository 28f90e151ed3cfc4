import { type EdgeLabel, Graph, type GraphLabel, layout, type NodeLabel } from '@dagrejs/dagre'
import type { TaskLinks } from './task-links.ts'

/** A point, in the units of the drawing. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** Where a task is drawn; x and y are its middle. */
export interface PlacedTask extends Point {
  readonly sequence: number
}

/** An edge from a parent to a child. */
export interface PlacedEdge {
  readonly from: number
  readonly to: number
  /** Where it passes, from border to border. */
  readonly points: readonly Point[]
}

/** A drawing without its colours: the same for the same workflow, whatever the screen. */
export interface Layout {
  readonly width: number
  readonly height: number
  readonly nodes: ReadonlyMap<number, PlacedTask>
  readonly edges: readonly PlacedEdge[]
}

/** Size of every task in the drawing. */
export const nodeSize: { readonly width: number; readonly height: number } = { width: 216, height: 64 }

/** Beyond this many tasks the rows are kept closer together. */
const manyTasks = 120

/** Places tasks in rows, children below their parents. */
export function layoutTasks({ tasks, parents }: TaskLinks): Layout {
  const graph = new Graph<GraphLabel, NodeLabel, EdgeLabel>()
  const isLarge = tasks.length > manyTasks
  graph.setGraph({ rankdir: 'TB', nodesep: isLarge ? 20 : 28, ranksep: isLarge ? 44 : 56, edgesep: 14, marginx: 24, marginy: 24 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { entry } of tasks) graph.setNode(String(entry.sequence), { ...nodeSize })
  for (const [child, itsParents] of parents) for (const parent of itsParents) graph.setEdge(String(parent), String(child))
  layout(graph)
  const nodes = new Map<number, PlacedTask>()
  for (const { entry } of tasks) {
    const { x = 0, y = 0 } = graph.node(String(entry.sequence)) ?? {}
    nodes.set(entry.sequence, { sequence: entry.sequence, x, y })
  }
  const edges = graph.edges().map(({ v, w }) => ({
    from: Number(v),
    to: Number(w),
    points: (graph.edge(v, w)?.points ?? []).map(({ x, y }) => ({ x, y })),
  }))
  const { width = 0, height = 0 } = graph.graph()
  return { width, height, nodes, edges }
}

/** The path of an edge: through its points, with rounded turns. */
export function edgePath(points: readonly Point[]): string {
  const [first, ...rest] = points
  const last = rest.at(-1)
  if (first === undefined || last === undefined) return ''
  const parts = [`M${round(first)}`]
  for (const [at, point] of rest.slice(0, -1).entries()) {
    const next = rest[at + 1] ?? last
    const end = at + 2 === rest.length ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 }
    parts.push(`Q${round(point)} ${round(end)}`)
  }
  if (rest.length === 1) parts.push(`L${round(last)}`)
  return parts.join('')
}

function round({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`
}
