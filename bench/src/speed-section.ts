import type { SpeedSection } from './bench-result.ts'
import { type Costs, costsOf, speedOf } from './compare.ts'
import { spreadOf } from './spread.ts'

/** The table of what was compared, in the order in which it was. */
export function speedSection(
  title: string,
  costs: Costs,
  { baseline, ours }: { readonly baseline: string; readonly ours: readonly string[] },
): SpeedSection {
  const rows = Object.keys(costs).map((label) => ({
    label,
    ...speedOf(costs, label, baseline),
    cpuUs: spreadOf(costsOf(costs, label).map(({ cpuUs }) => cpuUs)),
    isOurs: ours.includes(label),
  }))
  return { kind: 'speed', title, baseline, rows }
}
