import { tablesOf } from '../writer/index-levels.ts'

/** For FROM: the entries that a leveled index names under a condition. */
export function entriesIn(index: string, condition: string): string {
  const levels = tablesOf(index).map((table) => `SELECT sequence FROM ${table} WHERE ${condition}`)
  return `(${levels.join(' UNION ALL ')}) CROSS JOIN entry USING (sequence)`
}
