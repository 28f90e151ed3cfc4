/** The tables of a leveled index, see `LeveledIndex`, from the newest rows to the oldest. */
export function tablesOf(index: string): readonly [newest: string, recent: string, settled: string] {
  return [`new_${index}`, `recent_${index}`, index]
}
