import { createVerifier, jwksKeys, MemoryLedger } from 'wimse-ect'
import { type BenchResult, type Effort, scaled } from '../bench-result.ts'
import { type Candidate, compare, speedOf } from '../compare.ts'
import { arrive, audience, issuedAt, keySet, type SignedToken, signedTokens } from '../signed-tokens.ts'
import { speedSection } from '../speed-section.ts'
import { type Spread, spreadOf } from '../spread.ts'
import { rawDer } from '../verification/verifiers.ts'
import { keptBytes } from './heap.ts'

const tokensPerRepetition = 4000
/** Enough of them that nothing else which comes and goes in the process counts. */
const keptTasks = 4000
const turns = 40
const clock = (): number => issuedAt + 5

/** Verification, graph rules, Merkle tree and indexes in memory, beside a bare signature check. */
export async function benchMemoryLedger(effort: Effort): Promise<BenchResult> {
  const { repetitions } = effort
  const items = await signedTokens(scaled(tokensPerRepetition, effort))
  const costs = await compare([rawDer, recordEach, recordMany], { items, turns, repetitions, arrive })
  const ours = [recordEach.name, recordMany.name]
  const memory = await memoryPerTask(await signedTokens(keptTasks), repetitions)
  return {
    title: 'Recording in memory',
    about: `Every token is verified, judged by the tasks before it, hashed into the Merkle tree and indexed. The
      log is empty at the beginning of each repetition and has ${items.length.toLocaleString('en')} entries at its
      end. What it keeps is heap and buffers after all garbage has been collected, the token included, divided by
      the bytes of the tokens.`,
    sections: [
      speedSection('Verify, admit and append', costs, { baseline: rawDer.name, ours }),
      {
        kind: 'values',
        title: 'Memory for each recorded task',
        rows: [{ label: "to the token's own bytes", value: memory, unit: 'times', digits: 2 }],
      },
    ],
    figures: {
      'memory ledger / crypto.verify': speedOf(costs, recordEach.name, rawDer.name),
      'memory per task / token': { wall: memory },
    },
  }
}

export const recordEach: Candidate<SignedToken> = {
  name: 'record, one after another',
  start: () => {
    const { verifier } = recording()
    return async (tokens) => {
      for (const { compact } of tokens) await verifier.record(compact)
    }
  },
}

const recordMany: Candidate<SignedToken> = {
  name: 'recordMany, a turn at a time',
  start: () => {
    const { verifier } = recording()
    return async (tokens) => {
      const results = await verifier.recordMany(tokens.map(({ compact }) => compact))
      if (!results.every(({ ok }) => ok)) throw new Error('a token was refused')
    }
  },
}

function recording() {
  const ledger = new MemoryLedger({ clock })
  return { ledger, verifier: createVerifier({ audience, keys: jwksKeys(keySet), ledger, clock }) }
}

async function memoryPerTask(items: readonly SignedToken[], repetitions: number): Promise<Spread> {
  const ratios: number[] = []
  for (let repetition = 0; repetition <= repetitions; repetition++) {
    const { ledger, verifier } = recording()
    const before = keptBytes()
    for (const item of items) await verifier.record(arrive(item).compact)
    const kept = keptBytes() - before
    if ((await ledger.size()) !== items.length) throw new Error('a token is missing')
    // The first one also loads code and joins the parts that the tokens were made of.
    if (repetition > 0) ratios.push(kept / items.reduce((sum, { compact }) => sum + compact.length, 0))
  }
  return spreadOf(ratios)
}
