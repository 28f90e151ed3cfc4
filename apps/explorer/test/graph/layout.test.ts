import { expect, it } from 'vitest'
import { releaseWorkflow } from '../../sample/release-workflow.ts'
import { layoutTasks, nodeSize } from '../../src/graph/layout.ts'
import { linkTasks, reach } from '../../src/graph/task-links.ts'
import { recordedWorkflow, withEntry } from '../workflow.ts'

const { workflow } = await recordedWorkflow(releaseWorkflow())
const links = linkTasks(workflow)
const layout = layoutTasks(links)
const places = [...layout.nodes.values()]

it('places every task of 60, none over another and none outside the drawing', () => {
  expect(places).toHaveLength(60)
  for (const [at, one] of places.entries()) {
    expect(one.x - nodeSize.width / 2).toBeGreaterThanOrEqual(0)
    expect(one.x + nodeSize.width / 2).toBeLessThanOrEqual(layout.width)
    expect(one.y + nodeSize.height / 2).toBeLessThanOrEqual(layout.height)
    for (const other of places.slice(at + 1)) {
      const apart = Math.abs(one.x - other.x) >= nodeSize.width || Math.abs(one.y - other.y) >= nodeSize.height
      expect(apart).toBe(true)
    }
  }
})

it('places children below their parents, and leads every edge from border to border', () => {
  expect(layout.edges).toHaveLength([...links.parents.values()].flat().length)
  for (const { from, to, points } of layout.edges) {
    const [parent, child] = [layout.nodes.get(from), layout.nodes.get(to)]
    expect(points[0]).toEqual({ x: parent?.x, y: (parent?.y ?? 0) + nodeSize.height / 2 })
    expect(points.at(-1)).toEqual({ x: child?.x, y: (child?.y ?? 0) - nodeSize.height / 2 })
    expect(child?.y).toBeGreaterThan(parent?.y ?? 0)
  }
})

it('draws the same workflow in the same way', () => {
  expect(layoutTasks(linkTasks(workflow))).toEqual(layout)
})

it('follows edges to the first and to the last task', () => {
  const last = links.tasks.at(-1)?.entry.sequence ?? -1
  expect(reach(last, links.parents)).toContain(0)
  expect(reach(0, links.children)).toHaveLength(59)
})

it('draws no edge to a later or an unknown entry, whatever the answer says', () => {
  const parents = [5, 1, 99].map((sequence) => ({ taskId: 'x', sequence }))
  const odd = linkTasks(withEntry(workflow, 1, () => ({ parents })))
  expect(odd.parents.get(1)).toBeUndefined()
})
