import { indexLevels } from '../writer/index-levels.ts'

/** For FROM: the entries that a leveled index names under a condition. */
export function entriesIn(index: string, condition: string): string {
  const levels = indexLevels.map(({ prefix }) => `SELECT sequence FROM ${prefix}${index} WHERE ${condition}`)
  return `(${levels.join(' UNION ALL ')}) CROSS JOIN entry USING (sequence)`
}

/** A query for those of a JSON array of keys under which a leveled index names an entry. */
export function recordedIn(index: string): string {
  const levels = indexLevels.map(
    ({ prefix }) => `EXISTS (SELECT 1 FROM ${prefix}${index} WHERE ${index} = json_each.value)`,
  )
  return `SELECT value AS key FROM json_each(?) WHERE ${levels.join(' OR ')}`
}
