/** For FROM: the entries that an index of two levels, see `TwoLevelIndex`, names under a condition. */
export function bothLevels(index: string, condition: string): string {
  const [recent, settled] = [`recent_${index}`, index].map(
    (table) => `SELECT sequence FROM ${table} WHERE ${condition}`,
  )
  return `(${recent} UNION ALL ${settled}) CROSS JOIN entry USING (sequence)`
}

/** A query for those of a JSON array of keys under which an index of two levels names an entry. */
export function recordedIn(index: string): string {
  const [recent, settled] = [`recent_${index}`, index].map(
    (table) => `EXISTS (SELECT 1 FROM ${table} WHERE ${index} = json_each.value)`,
  )
  return `SELECT value AS key FROM json_each(?) WHERE ${recent} OR ${settled}`
}
