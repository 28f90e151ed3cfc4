import { expect, it } from 'vitest'
import { type Candidate, compare, costsOf, speedOf } from '../src/compare.ts'

/** A candidate that notes what it is given. */
function noting(name: string, noted: string[], share = 1): Candidate<number> {
  return { name, share, start: () => (items) => void noted.push(`${name} ${items.join(',')}`) }
}

it('the candidates take turns, and in each of them all get the same items', async () => {
  const noted: string[] = []
  await compare([noting('a', noted), noting('b', noted)], { items: [1, 2, 3, 4], turns: 2, repetitions: 1 })
  const turns = [noted.slice(0, 2), noted.slice(2, 4), noted.slice(4, 6), noted.slice(6)].map((turn) => turn.toSorted())
  const once = [
    ['a 1,2', 'b 1,2'],
    ['a 3,4', 'b 3,4'],
  ]
  expect(turns).toEqual([...once, ...once])
})

it('the order changes from turn to turn, so that nobody always comes after the same one', async () => {
  const noted: string[] = []
  const items = Array.from({ length: 64 }, () => 0)
  await compare([noting('a', noted), noting('b', noted)], { items, turns: 64, repetitions: 0 })
  const firsts = noted.filter((_, at) => at % 2 === 0)
  expect(new Set(firsts)).toEqual(new Set(['a 0', 'b 0']))
})

it('a candidate with a share is given fewer of the items', async () => {
  const noted: string[] = []
  await compare([noting('a', noted, 0.5)], { items: [1, 2, 3, 4], turns: 1, repetitions: 0 })
  expect(noted).toEqual(['a 1,2'])
})

it('every repetition starts anew and ends what it started, and the first one does not count', async () => {
  const noted: string[] = []
  const candidate: Candidate<number> = {
    name: 'a',
    start: () => {
      noted.push('start')
      return async () => void noted.push('run')
    },
    end: async () => void noted.push('end'),
  }
  const costs = await compare([candidate], { items: [1], turns: 1, repetitions: 2 })
  expect(noted).toEqual(['start', 'run', 'end', 'start', 'run', 'end', 'start', 'run', 'end'])
  expect(costsOf(costs, 'a')).toHaveLength(2)
})

it('items arrive anew for everybody', async () => {
  const given: object[] = []
  const candidate = (name: string): Candidate<object> => ({ name, start: () => (items) => void given.push(...items) })
  const options = { items: [{}], turns: 1, repetitions: 0, arrive: (item: object) => ({ ...item }) }
  await compare([candidate('a'), candidate('b')], options)
  expect(new Set(given).size).toBe(2)
})

it('speed is compared repetition by repetition: who takes half of the time is twice as fast', () => {
  const costs = {
    base: [
      { wallUs: 10, cpuUs: 8 },
      { wallUs: 20, cpuUs: 8 },
    ],
    other: [
      { wallUs: 5, cpuUs: 16 },
      { wallUs: 20, cpuUs: 16 },
    ],
  }
  const speed = speedOf(costs, 'other', 'base')
  expect(speed.wall).toEqual({ median: 1.5, min: 1, max: 2 })
  expect(speed.cpu).toEqual({ median: 0.5, min: 0.5, max: 0.5 })
  expect(() => speedOf(costs, 'third', 'base')).toThrow(TypeError)
})
