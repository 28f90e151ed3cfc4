/** A ratio, stored and measured now. */
export interface RatioCheck {
  readonly name: string
  readonly stored: number
  readonly measured: number | undefined
  readonly isFine: boolean
}

/**
 * How much of a stored ratio has to be left. Wide, for another processor or another Node shifts a ratio by a tenth or
 * two; what makes an operation take two thirds more time is found on any machine.
 */
const least = 0.6

/** Compares measured ratios with stored ones; one that was not measured is not fine. */
export function judgeRatios(
  stored: Readonly<Record<string, number>>,
  measured: Readonly<Record<string, number>>,
): readonly RatioCheck[] {
  return Object.entries(stored).map(([name, ratio]) => {
    const now = measured[name]
    return { name, stored: ratio, measured: now, isFine: now !== undefined && now >= least * ratio }
  })
}
