import { buildGraph } from '@wimse-ect/dag'
import { type BenchResult, type Effort, type GrowthSection, scaled, type ValueSection } from '../bench-result.ts'
import { type Candidate, type Costs, compare, costsOf, speedOf } from '../compare.ts'
import { signedTokens } from '../signed-tokens.ts'
import { type Spread, spreadOf } from '../spread.ts'
import { admitting } from './admitting.ts'
import { naiveAdmit } from './naive-admit.ts'
import { childrenOf, type RecordedTasks, recordTasks } from './recorded-tasks.ts'

const usualSizes = [1000, 10_000, 100_000, 1_000_000]
const tokensPerRepetition = 20_000
/** Few, and of some milliseconds: at the start of each the processor's caches are full of another log. */
const turns = 5

/** What a token costs the graph rules when there are more and more tasks before it. */
export async function benchDag(effort: Effort): Promise<BenchResult> {
  const { repetitions, isScale } = effort
  const [sample] = await signedTokens(1)
  const logOf = (size: number): RecordedTasks => recordTasks(scaled(size, effort), sample?.compact ?? '')
  const logs = usualSizes.map(logOf)
  const items = Array.from({ length: scaled(tokensPerRepetition, effort) }, (_, at) => at)
  const compareSizes = (among?: number): Promise<Costs> =>
    compare(
      logs.map((log) => admitting(log, items.length, among)),
      { items, turns, repetitions },
    )
  const [anywhere, newest] = [await compareSizes(), await compareSizes(1000)]
  const naive = await compareNaive(logs, repetitions)
  const rebuild = await rebuildRow(logOf(isScale ? 1_000_000 : 100_000), repetitions)
  return {
    title: 'The graph of tasks',
    about: `Each token names two recorded tasks as its parents: any two, or, as agents do, two of the newest thousand.
      All tasks are one graph of one workflow, in memory. Old garbage is collected before anything is timed. The naive
      way walks all ancestors of each token; it is shown for contrast.`,
    sections: [
      growthSection({
        'parents anywhere': anywhere,
        'parents among the newest thousand': newest,
        'naive walk of all ancestors': naive,
      }),
      {
        kind: 'values',
        title: 'The largest number of recorded tasks beside the smallest',
        rows: [
          growthRow('admit, parents anywhere', anywhere),
          growthRow('admit, parents among the newest thousand', newest),
          growthRow('naive walk', naive),
          rebuild,
        ],
      },
    ],
    figures: {
      'admit at a million, parents anywhere': { wall: growthOf(anywhere) },
      'admit at a million, newest parents': { wall: growthOf(newest) },
    },
  }
}

function growthRow(label: string, costs: Costs): ValueSection['rows'][number] {
  return { label, value: growthOf(costs), unit: 'times the cost', digits: 2 }
}

/** As many tokens as take about as long, whatever the size of the log. */
async function compareNaive(logs: readonly RecordedTasks[], repetitions: number): Promise<Costs> {
  const smallest = logs[0]?.records.length ?? 1
  const items = Array.from({ length: 1000 }, (_, at) => at)
  const candidates = logs.map((log): Candidate<number> => {
    const { length } = log.records
    const tokens = childrenOf(log, items.length, 1)
    return {
      name: String(length),
      share: smallest / length,
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

/** How many times the cost at the smallest number of tasks, by processor time. */
function growthOf(costs: Costs): Spread {
  const sizes = Object.keys(costs)
  return speedOf(costs, sizes[0] ?? '', sizes.at(-1) ?? '').cpu
}

function growthSection(lines: Readonly<Record<string, Costs>>): GrowthSection {
  const pointsOf = (costs: Costs) =>
    Object.entries(costs).map(([size, each]) => ({
      at: Number(size),
      value: spreadOf(each.map(({ cpuUs }) => cpuUs)),
    }))
  return {
    kind: 'growth',
    title: 'Cost of one more task',
    across: 'recorded tasks',
    up: 'µs',
    lines: Object.entries(lines).map(([label, costs]) => ({ label, points: pointsOf(costs) })),
  }
}

async function rebuildRow({ records }: RecordedTasks, repetitions: number): Promise<ValueSection['rows'][number]> {
  const label = `graph of ${records.length.toLocaleString('en')} records in memory, by processor time`
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
  const value = spreadOf(costsOf(costs, 'buildGraph').map(({ cpuUs }) => (records.length * 1e6) / cpuUs))
  return { label, value, unit: 'records/s', digits: 0 }
}

function missing(): never {
  throw new TypeError('there is no such record')
}
