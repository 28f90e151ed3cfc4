import { expect, it } from 'vitest'
import { benches } from '../src/benches.ts'
import { targets } from '../src/targets.ts'

const trial = { repetitions: 1, share: 0.002, isScale: false }
/** The others need a build of the command, and a server that another test starts. */
const here = Object.keys(benches).filter((name) => name !== 'cold-start' && name !== 'postgres-inserts')

it.each(here)(
  '%s runs to its end with little to do, and every figure of it is a number that a target asks for',
  async (name) => {
    const bench = await benches[name]?.()
    const result = await bench?.(trial)
    const figures = Object.entries(result?.figures ?? {})
    expect(figures).not.toEqual([])
    for (const [figure, { wall }] of figures) {
      expect(wall.median).toBeGreaterThan(0)
      expect(wall.max).toBeLessThan(Number.POSITIVE_INFINITY)
      expect(targets.map((target) => target.figure)).toContain(figure)
    }
  },
)
