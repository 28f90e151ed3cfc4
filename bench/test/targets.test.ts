import { expect, it } from 'vitest'
import { judgeTargets, targets, targetTable } from '../src/targets.ts'

const of = (median: number) => ({ wall: { median, min: 0, max: 1000 } })

it('a target is judged by the median; without a figure it was not measured', () => {
  const wanted = [
    { operation: 'one', figure: 'a', atLeast: 0.9 },
    { operation: 'two', figure: 'b', atMost: 4, unit: 'µs' },
    { operation: 'three', figure: 'c', atMost: 4 },
  ]
  const verdicts = (a: number, b: number) => judgeTargets(wanted, { a: of(a), b: of(b) }).map(({ verdict }) => verdict)
  expect(verdicts(0.9, 4)).toEqual(['met', 'met', 'not measured'])
  expect(verdicts(0.89, 4.1)).toEqual(['not met', 'not met', 'not measured'])
})

it('the table says what was wanted, what was measured and what came of it', () => {
  const [target] = judgeTargets([{ operation: 'one', figure: 'a', atLeast: 8000, unit: 'tokens/s' }], { a: of(200) })
  const rows = targetTable(target === undefined ? [] : [target])
  expect(rows[1]).toEqual(['one', 'at least 8,000 tokens/s', '200 (0 to 1,000)', '', 'not met'])
})

it('every target has one bound and a figure of its own', () => {
  expect(targets.every(({ atLeast, atMost }) => (atLeast === undefined) !== (atMost === undefined))).toBe(true)
  expect(new Set(targets.map(({ figure }) => figure)).size).toBe(targets.length)
})
