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
export const nodeSize: { readonly width: number; readonly height: number } = { width: 232, height: 60 }

/** Beyond this many tasks the rows are kept closer together. */
const manyTasks = 120

/** Places tasks in rows, children below their parents. */
export function layoutTasks({ tasks, parents }: TaskLinks): Layout {
  const graph = new Graph<GraphLabel, NodeLabel, EdgeLabel>()
  const isLarge = tasks.length > manyTasks
  graph.setGraph({
    rankdir: 'TB',
    nodesep: isLarge ? 18 : 24,
    ranksep: isLarge ? 40 : 48,
    edgesep: 12,
    marginx: 24,
    marginy: 24,
  })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { entry } of tasks) graph.setNode(String(entry.sequence), { ...nodeSize })
  for (const [child, itsParents] of parents)
    for (const parent of itsParents) graph.setEdge(String(parent), String(child))
  layout(graph)
  const nodes = new Map<number, PlacedTask>()
  for (const { entry } of tasks) {
    const { x = 0, y = 0 } = graph.node(String(entry.sequence)) ?? {}
    nodes.set(entry.sequence, { sequence: entry.sequence, x, y })
  }
  const rows = new Set([...nodes.values()].map(({ y }) => y))
  const edges: PlacedEdge[] = []
  for (const { v, w } of graph.edges()) {
    const [parent, child] = [nodes.get(Number(v)), nodes.get(Number(w))]
    if (parent === undefined || child === undefined) continue
    const turns = graph.edge(v, w)?.points ?? []
    edges.push({ from: parent.sequence, to: child.sequence, points: fromBottomToTop(parent, child, turns, rows) })
  }
  const { width = 0, height = 0 } = graph.graph()
  return { width, height, nodes, edges }
}

/** The path of an edge: out of one task and into the other straight down, with soft turns between. */
export function edgePath(points: readonly Point[]): string {
  const [first, ...rest] = points
  if (first === undefined) return ''
  let [before, path] = [first, `M${round(first)}`]
  for (const point of rest) {
    const middle = (before.y + point.y) / 2
    path += `C${round({ x: before.x, y: middle })} ${round({ x: point.x, y: middle })} ${round(point)}`
    before = point
  }
  return path
}

/**
 * From the lower border of the parent to the upper border of the child, and straight down through every row between.
 *
 * @param turns where the layout leads the edge; those between two rows only make it wind
 */
function fromBottomToTop(
  parent: Point,
  child: Point,
  turns: readonly Point[],
  rows: ReadonlySet<number>,
): readonly Point[] {
  const half = nodeSize.height / 2
  const inRows = turns.filter(({ y }) => rows.has(y) && y > parent.y && y < child.y)
  const through = inRows.flatMap(({ x, y }) => [
    { x, y: y - half },
    { x, y: y + half },
  ])
  return [{ x: parent.x, y: parent.y + half }, ...through, { x: child.x, y: child.y - half }]
}

function round({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`
}
