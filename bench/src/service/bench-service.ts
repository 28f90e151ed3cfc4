import { Agent } from 'node:http'
import { checkReceipt, generateNoteKey } from 'wimse-ect'
import { type BenchResult, type Effort, scaled, type ValueSection } from '../bench-result.ts'
import { audience, keySet, signedTokens } from '../signed-tokens.ts'
import { type Spread, spreadOf } from '../spread.ts'
import { inTemporaryFolder } from '../temporary-folder.ts'
import { openLoop, percentile } from './open-loop.ts'
import { postTokens, type TokenAnswer } from './post-tokens.ts'
import { startServing } from './start-serving.ts'

const batchSize = 500
const batchesPerRepetition = 32
/** Batches that are under way at the same time. */
const inFlight = 4
const offeredPerSecond = 1000
const offeredPerRepetition = 10_000
/** So many that a parent was sent two seconds before its child. */
const workflowsAtATime = 2 * offeredPerSecond

/** How to reach the service, and to know its receipts. */
interface Client {
  readonly url: string
  readonly agent: Agent
  readonly logKey: string
}

/** The ledger service over SQLite, in a process of its own: as much as it takes, and at a fixed rate. */
export async function benchService(effort: Effort): Promise<BenchResult> {
  const { repetitions } = effort
  return inTemporaryFolder(async (path) => {
    const { signerKey, verifierKey } = generateNoteKey('ledger.example.com/bench')
    const serving = await startServing({ ledger: `sqlite:${path('service.db')}`, signerKey, keys: keySet, audience })
    const client = { url: serving.url, agent: new Agent({ keepAlive: true, maxSockets: 64 }), logKey: verifierKey }
    try {
      const batched = await repeat(repetitions, () => tokensPerSecond(client, scaled(batchesPerRepetition, effort)))
      const rated = await repeat(repetitions, () => answerTimes(client, scaled(offeredPerRepetition, effort)))
      return describe(spreadOf(batched), rated)
    } finally {
      client.agent.destroy()
      await serving.end()
    }
  })
}

/** The first time compiles. */
async function repeat<T>(repetitions: number, measure: () => Promise<T>): Promise<readonly T[]> {
  const results: T[] = []
  for (let repetition = 0; repetition <= repetitions; repetition++) results.push(await measure())
  return results.slice(1)
}

/** Sends batches, several at the same time; each token is durable when it is answered. */
async function tokensPerSecond(client: Client, count: number): Promise<number> {
  const batches: string[][] = []
  // No batch waits for another one: parents are in the same.
  while (batches.length < count) batches.push((await signedTokens(batchSize)).map(({ compact }) => compact))
  const left = batches.values()
  const before = performance.now()
  const send = async (): Promise<void> => {
    for (const batch of left) checkLast(batch, await postTokens(client.url, batch, client.agent), client)
  }
  await Promise.all(Array.from({ length: inFlight }, send))
  return (count * batchSize) / ((performance.now() - before) / 1000)
}

/** Sends one token in each request, at fixed times; the answer is its receipt. */
async function answerTimes(client: Client, count: number): Promise<readonly number[]> {
  const tokens = (await signedTokens(count, workflowsAtATime)).map(({ compact }) => compact)
  return openLoop(tokens, offeredPerSecond, async (token) => postTokens(client.url, [token], client.agent))
}

/** @throws EctError when the last receipt of an answer is not one of this log for this token */
function checkLast(tokens: readonly string[], answers: readonly TokenAnswer[], { logKey }: Client): void {
  checkReceipt(answers.at(-1)?.receipt ?? '', { logKey, token: tokens.at(-1) })
}

function describe(batched: Spread, rated: readonly (readonly number[])[]): BenchResult {
  const at = (share: number): Spread => spreadOf(rated.map((durations) => percentile(durations, share)))
  const p99 = at(0.99)
  const row = (label: string, value: Spread, unit: string, digits: number) => ({ label, value, unit, digits })
  return {
    title: 'The ledger service',
    about: `A service over SQLite (WAL, synchronous=FULL) in a process of its own, with TLS left out; every token is
      verified, judged by the tasks before it, durable when it is answered, and answered with a receipt. Who sends them
      is on the same machine and takes a part of the same cores.`,
    sections: [
      {
        kind: 'values',
        title: `Requests of ${batchSize} tokens, ${inFlight} at a time`,
        rows: [row('recorded', batched, 'tokens/s', 0)],
      },
      {
        kind: 'values',
        title: `${offeredPerSecond.toLocaleString('en')} requests of one token in a second, from the planned time`,
        rows: [row('p50', at(0.5), 'ms', 1), row('p99', p99, 'ms', 1), row('max', at(1), 'ms', 1)],
      },
    ] satisfies ValueSection[],
    figures: { 'service, tokens/s': { wall: batched }, 'service, p99 ms': { wall: p99 } },
  }
}
