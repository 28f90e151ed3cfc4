import { buildGraph } from '@wimse-ect/dag'
import type { BenchResult, Effort, GrowthSection } from '../bench-result.ts'
import { type Candidate, type Costs, compare, costsOf, speedOf } from '../compare.ts'
import { signedTokens } from '../signed-tokens.ts'
import { type Spread, spreadOf } from '../spread.ts'
import { admitting } from './admitting.ts'
import { naiveAdmit } from './naive-admit.ts'
import { childrenOf, type RecordedTasks, recordTasks } from './recorded-tasks.ts'

const sizes = [1000, 10_000, 100_000, 1_000_000]
const tokensPerRepetition = 20_000
const turns = 20

/** What a token costs the graph rules when there are more and more tasks before it. */
export async function benchDag({ repetitions, isScale }: Effort): Promise<BenchResult> {
  const [sample] = await signedTokens(1)
  const logs = sizes.map((size) => recordTasks(size, sample?.compact ?? ''))
  const anywhere = await compareSizes(logs, Number.POSITIVE_INFINITY, repetitions)
  const newest = await compareSizes(logs, 1000, repetitions)
  const naive = await compareNaive(logs, repetitions)
  const growthOf = (costs: Costs): Spread => slowdown(costs, 1_000_000)
  const rebuilt = isScale ? 1_000_000 : 100_000
  const rebuild = await timeRebuild(recordTasks(rebuilt, sample?.compact ?? ''), repetitions)
  return {
    title: 'The graph of tasks',
    about: `Each token names two recorded tasks as its parents: any two, or two of the newest thousand. All tasks are one graph of
      one workflow, in memory. The naive way walks all ancestors of each token; it is shown for contrast.`,
    sections: [
      growthSection([
        ['parents anywhere', anywhere],
        ['parents among the newest thousand', newest],
        ['naive walk of all ancestors', naive],
      ]),
      {
        kind: 'values',
        title: 'Beside a thousand recorded tasks',
        rows: [
          {
            label: 'admit at a million, parents anywhere',
            value: growthOf(anywhere),
            unit: 'times the cost',
            digits: 2,
          },
          {
            label: 'admit at a million, parents among the newest',
            value: growthOf(newest),
            unit: 'times the cost',
            digits: 2,
          },
          { label: 'naive walk at a million', value: growthOf(naive), unit: 'times the cost', digits: 0 },
          { label: `graph of ${rebuilt.toLocaleString('en')} records`, value: rebuild, unit: 'records/s', digits: 0 },
        ],
      },
    ],
    figures: {
      'admit at a million, parents anywhere': { wall: growthOf(anywhere) },
      'admit at a million, newest parents': { wall: growthOf(newest) },
      'graph, records/s': { wall: rebuild },
    },
  }
}

function compareSizes(logs: readonly RecordedTasks[], among: number, repetitions: number): Promise<Costs> {
  const items = Array.from({ length: tokensPerRepetition }, (_, at) => at)
  const candidates = logs.map((log) => admitting(log, items.length, among))
  return compare(candidates, { items, turns, repetitions })
}

/** As many tokens as take about as long, whatever the size of the log. */
async function compareNaive(logs: readonly RecordedTasks[], repetitions: number): Promise<Costs> {
  const [smallest] = sizes
  const items = Array.from({ length: 1000 }, (_, at) => at)
  const candidates = logs.map((log): Candidate<number> => {
    const { length } = log.records
    const tokens = childrenOf(log, items.length, 1)
    return {
      name: String(length),
      share: (smallest ?? 1) / length,
      start: () => (places) => {
        for (const place of places) {
          const token = tokens[place]
          if (token === undefined || naiveAdmit(token, log.store) < length) throw new Error('a short walk')
        }
      },
    }
  })
  return compare(candidates, { items, turns: 1, repetitions })
}

/** How many times the cost of a thousand recorded tasks. */
function slowdown(costs: Costs, size: number): Spread {
  return speedOf(costs, '1000', String(size)).cpu
}

function growthSection(lines: readonly (readonly [string, Costs])[]): GrowthSection {
  return {
    kind: 'growth',
    title: 'Cost of one more task',
    across: 'recorded tasks',
    up: 'µs',
    lines: lines.map(([label, costs]) => ({
      label,
      points: sizes.map((at) => ({ at, value: spreadOf(costsOf(costs, String(at)).map(({ cpuUs }) => cpuUs)) })),
    })),
  }
}

async function timeRebuild({ records }: RecordedTasks, repetitions: number): Promise<Spread> {
  const costs = await compare(
    [
      {
        name: 'buildGraph',
        start: () => (logs) => {
          for (const log of logs) {
            const last = buildGraph(log).parentsOf(log.at(-1) ?? missing())
            if (last.length === 0) throw new Error('no parents')
          }
        },
      },
    ],
    { items: [records], turns: 1, repetitions },
  )
  return spreadOf(costsOf(costs, 'buildGraph').map(({ wallUs }) => (records.length * 1e6) / wallUs))
}

function missing(): never {
  throw new TypeError('there is no such record')
}
