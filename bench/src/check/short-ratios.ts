import { type Costs, compare, costsOf } from '../compare.ts'
import { admitting } from '../dag/admitting.ts'
import { recordTasks } from '../dag/recorded-tasks.ts'
import { recordEach } from '../recording/bench-memory-ledger.ts'
import { recordGroups } from '../recording/bench-whole-way.ts'
import { arrive, signedTokens } from '../signed-tokens.ts'
import { rawSign, signing, tasksToSign } from '../signing/bench-signing.ts'
import { inTemporaryFolder } from '../temporary-folder.ts'
import { parsing, plainParsing } from '../verification/stages.ts'
import { ours, rawDer } from '../verification/verifiers.ts'

const effort = { turns: 4, repetitions: 6 }

/** A few ratios, in a few seconds. */
export async function shortRatios(): Promise<Readonly<Record<string, number>>> {
  const items = await signedTokens(512)
  return inTemporaryFolder(async (path) => {
    const wholeWay = recordGroups(path)
    const tokens = await compare([rawDer, ours, recordEach, wholeWay], { ...effort, items, arrive })
    const sign = await signing()
    const signed = await compare([rawSign, sign], { ...effort, items: await tasksToSign(512) })
    // What takes few microseconds needs more of them.
    const many = Array.from({ length: 8 }, () => items).flat()
    const read = await compare([plainParsing, parsing], { ...effort, items: many, arrive })
    const graph = await compareAdmission(items[0]?.compact ?? '')
    return {
      'reading a token / JSON.parse': bestRatio(read, parsing.name, plainParsing.name),
      'verification / crypto.verify': bestRatio(tokens, ours.name, rawDer.name),
      'memory ledger / crypto.verify': bestRatio(tokens, recordEach.name, rawDer.name),
      'whole way / crypto.verify': bestRatio(tokens, wholeWay.name, rawDer.name),
      'signing / crypto.sign': bestRatio(signed, sign.name, rawSign.name),
      'admit at ten thousand / at a hundred': bestRatio(graph, '10000', '100'),
    }
  })
}

/**
 * The speed of one beside the other, of the repetition in which each was disturbed least, and by processor time, which
 * other processes hardly change.
 */
function bestRatio(costs: Costs, name: string, baseline: string): number {
  const best = (of: string): number => Math.min(...costsOf(costs, of).map(({ cpuUs }) => cpuUs))
  return best(baseline) / best(name)
}

function compareAdmission(sample: string): Promise<Costs> {
  const logs = [recordTasks(100, sample), recordTasks(10_000, sample)]
  const items = Array.from({ length: 20_000 }, (_, at) => at)
  return compare(
    logs.map((log) => admitting(log, items.length)),
    { ...effort, items },
  )
}
