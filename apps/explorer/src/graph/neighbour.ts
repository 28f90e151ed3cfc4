import type { Layout, PlacedTask } from './layout.ts'
import type { TaskLinks } from './task-links.ts'

/** Keys that lead from one task to another. */
export type Direction = 'up' | 'down' | 'left' | 'right' | 'first' | 'last'

/**
 * Where a key leads: up to the nearest parent, down to the nearest child, left and right in the same row, and to the
 * first and the last entry.
 *
 * @returns the task itself where nothing lies in that direction
 */
export function neighbour(
  from: number,
  direction: Direction,
  { tasks, parents, children }: TaskLinks,
  layout: Layout,
): number {
  const here = layout.nodes.get(from)
  if (direction === 'first' || direction === 'last' || here === undefined) {
    return (direction === 'last' ? tasks.at(-1) : tasks[0])?.entry.sequence ?? from
  }
  if (direction === 'up') return nearest(here, placed(parents.get(from), layout))
  if (direction === 'down') return nearest(here, placed(children.get(from), layout))
  const row = [...layout.nodes.values()].filter(({ y }) => Math.abs(y - here.y) < 1)
  return nearest(
    here,
    row.filter(({ x }) => (direction === 'left' ? x < here.x : x > here.x)),
  )
}

function placed(sequences: readonly number[] | undefined, { nodes }: Layout): readonly PlacedTask[] {
  return (sequences ?? []).flatMap((sequence) => nodes.get(sequence) ?? [])
}

function nearest(here: PlacedTask, others: readonly PlacedTask[]): number {
  const distance = ({ x }: PlacedTask): number => Math.abs(x - here.x)
  return others.toSorted((one, other) => distance(one) - distance(other))[0]?.sequence ?? here.sequence
}
