import { expect, it } from 'vitest'
import { layoutTasks } from '../../src/graph/layout.ts'
import { neighbour } from '../../src/graph/neighbour.ts'
import { linkTasks } from '../../src/graph/task-links.ts'
import { recordedWorkflow } from '../workflow.ts'

const links = linkTasks((await recordedWorkflow()).workflow)
const layout = layoutTasks(links)

it('leads up to a parent, down to a child and along a row, and stays where nothing lies', () => {
  expect(neighbour(3, 'up', links, layout)).toBe(2)
  expect(neighbour(2, 'down', links, layout)).toBe(3)
  expect(neighbour(0, 'up', links, layout)).toBe(0)
  expect(neighbour(4, 'down', links, layout)).toBe(4)
})

it('reaches every task of a row with left and right', () => {
  for (const { sequence, x, y } of layout.nodes.values()) {
    const row = [...layout.nodes.values()].filter((other) => other.y === y).sort((a, b) => a.x - b.x)
    const at = row.findIndex((other) => other.x === x)
    expect(neighbour(sequence, 'right', links, layout)).toBe((row[at + 1] ?? row[at])?.sequence)
    expect(neighbour(sequence, 'left', links, layout)).toBe((row[at - 1] ?? row[at])?.sequence)
  }
})

it('leads to the first and the last entry from anywhere', () => {
  expect(neighbour(2, 'first', links, layout)).toBe(0)
  expect(neighbour(2, 'last', links, layout)).toBe(4)
})
