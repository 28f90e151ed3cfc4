import type { TaskState } from '@wimse-ect/dag'
import { nodeSize } from './layout.ts'

const { width, height } = nodeSize
const slant = 14

/** The outline of a task around its middle: another shape for each state, so that none is told by colour alone. */
export const shapePaths: Readonly<Record<TaskState, string>> = {
  approved: rounded(width, height, 14),
  rejected: polygon([
    [-width / 2, 0],
    [-width / 2 + slant, -height / 2],
    [width / 2 - slant, -height / 2],
    [width / 2, 0],
    [width / 2 - slant, height / 2],
    [-width / 2 + slant, height / 2],
  ]),
  pending: polygon([
    [-width / 2 + slant, -height / 2],
    [width / 2, -height / 2],
    [width / 2 - slant, height / 2],
    [-width / 2, height / 2],
  ]),
  compensation: rounded(width, height, 3),
  undecided: rounded(width, height, 3),
}

/** The second line of a compensation, inside the first. */
export const innerPath: string = rounded(width - 8, height - 8, 2)

/** What is drawn in the disc of each state, in a square of 16 around its middle. */
export const statePaths: Readonly<Record<TaskState, string>> = {
  approved: 'M-4.5 .5L-1.5 3.5L4.5 -3.5',
  rejected: 'M-3.5 -3.5L3.5 3.5M3.5 -3.5L-3.5 3.5',
  pending: 'M0 -4.5V0L3 2.5',
  compensation: 'M-1.5 -4.5L-4.5 -1.5L-1.5 1.5M-4.5 -1.5H1.5A3 3 0 0 1 1.5 4.5H-1',
  undecided: 'M-4 0H4',
}

/** The states in words. */
export const stateWords: Readonly<Record<TaskState, string>> = {
  approved: 'approved',
  rejected: 'rejected',
  pending: 'waits for a person',
  compensation: 'compensation',
  undecided: 'no decision',
}

function rounded(w: number, h: number, r: number): string {
  const corner = `${r} ${r} 0 0 1`
  return [
    `M${-w / 2 + r} ${-h / 2}H${w / 2 - r}A${corner} ${w / 2} ${-h / 2 + r}V${h / 2 - r}`,
    `A${corner} ${w / 2 - r} ${h / 2}H${-w / 2 + r}A${corner} ${-w / 2} ${h / 2 - r}V${-h / 2 + r}`,
    `A${corner} ${-w / 2 + r} ${-h / 2}Z`,
  ].join('')
}

function polygon(points: readonly (readonly [x: number, y: number])[]): string {
  return `M${points.map(([x, y]) => `${x} ${y}`).join('L')}Z`
}
