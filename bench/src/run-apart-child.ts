import type { Effort } from './bench-result.ts'
import { benches } from './benches.ts'

const [name = '', effort = '{}'] = process.argv.slice(2)
// Whoever asked is gone, or has the answer.
process.on('disconnect', () => process.exit())
const bench = await benches[name]?.()
const result = await bench?.(JSON.parse(effort) as Effort)
process.send?.(result, () => process.disconnect())
