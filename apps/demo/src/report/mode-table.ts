import { maxLatenessSeconds } from '../cast.ts'
import type { LifeCycle } from '../scenes/life-cycle.ts'
import type { Screen } from './screen.ts'
import { printTable } from './table.ts'

/** Prints how each mode came out. */
export function printModes(screen: Screen, { pointToPointTasks, latenessSeconds, records }: LifeCycle): void {
  const late = `${inMinutes(Math.min(...latenessSeconds))} after they expired`
  const rows = [
    ['point-to-point', 'sent along', `none; ${pointToPointTasks} tasks, each verified by its receiver`],
    ['deferred', 'sent along', `${latenessSeconds.length} tasks, ${late} (allowed: ${inMinutes(maxLatenessSeconds)})`],
    ['full', 'in the ledger', `${records.length} tasks, each when it was done`],
  ]
  printTable(screen, ['mode', 'parents', 'recorded'], rows)
}

function inMinutes(seconds: number): string {
  return `${Math.floor(seconds / 60)} min`
}
