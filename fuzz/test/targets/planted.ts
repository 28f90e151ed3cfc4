import type { Target } from '../../src/target.ts'
import { readPlanted } from './src/read-planted.ts'

/** A property that does not hold, for inputs that nobody comes upon by chance. */
export const target: Target = {
  check(input) {
    if (readPlanted(new TextDecoder().decode(input)) === 'treasure') throw new Error('found')
  },
  seeds: () => ['nothing'],
}
