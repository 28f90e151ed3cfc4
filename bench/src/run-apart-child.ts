import { benches } from './benches.ts'

const [name = '', effort = '{}'] = process.argv.slice(2)
const result = await benches[name]?.(JSON.parse(effort))
process.send?.(result)
process.disconnect?.()
