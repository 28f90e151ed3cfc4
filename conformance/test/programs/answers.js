/** A program under test that knows the answers. Its first argument says how it behaves. */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const behaviour = process.argv[2]
const root = new URL('../../', import.meta.url)
const readJson = (file) => JSON.parse(readFileSync(new URL(file, root), 'utf8'))
const cases = new Map(
  readJson('manifest.json').suites.flatMap(({ file }) => readJson(file).cases.map((item) => [item.tcId, item])),
)

/** The right answer with every detail. */
function right(item) {
  const { tcId, result, code, expect, steps, status } = item
  return { tcId, result, code, expect, status, steps: steps?.map((step) => step.expect) }
}

const behaviours = {
  right,
  bare: ({ tcId, result }) => ({ tcId, result }),
  'accepts-everything': ({ tcId }) => ({ tcId, result: 'valid' }),
  unsupported: ({ tcId }) => ({ tcId, result: 'unsupported' }),
  'wrong-codes': ({ tcId, result }) => ({ tcId, result, code: result === 'invalid' ? 'ECT_TOKEN_JSON' : undefined }),
  'wrong-steps': (item) => ({ ...right(item), steps: item.steps?.map(() => ({ sequence: 7, parents: [] })) }),
}

let answered = 0
for await (const line of createInterface({ input: process.stdin })) {
  const { tcId } = JSON.parse(line)
  if (behaviour === 'silent') continue
  if (behaviour === 'talkative') console.log('thinking about it')
  if (behaviour === 'one-only' && answered === 1) break
  const answer =
    behaviour === 'other-number' ? { tcId: 1, result: 'valid' } : (behaviours[behaviour] ?? right)(cases.get(tcId))
  console.log(JSON.stringify(answer))
  answered += 1
}
if (behaviour === 'silent') setInterval(() => undefined, 1000)
