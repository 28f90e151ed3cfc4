import { createVerifier, createVerifierPool, jwksKeys, type VerifierPool } from '@wimse-ect/verification'
import { type BenchResult, type Effort, scaled } from '../bench-result.ts'
import { type Candidate, compare, speedOf } from '../compare.ts'
import { arrive, audience, issuedAt, keySet, type SignedToken, signedTokens } from '../signed-tokens.ts'
import { speedSection } from '../speed-section.ts'
import { ours, rawDer } from './verifiers.ts'

const tokensPerRepetition = 8192
const turns = 4

/** Many tokens in one call, on one core and on two. */
export async function benchVerifyMany(effort: Effort): Promise<BenchResult> {
  const { repetitions } = effort
  const items = await signedTokens(scaled(tokensPerRepetition, effort))
  // One thread beside this one, started long before it counts.
  const pool = createVerifierPool({ threads: 1 })
  const [oneCore, twoCores] = [verifyMany('verifyMany, one core'), verifyMany('verifyMany, two cores', pool)]
  const costs = await compare([rawDer, ours, oneCore, twoCores], { items, turns, repetitions, arrive })
  await pool.close()
  return {
    title: 'Verification on two cores',
    about: `${Math.ceil(items.length / turns).toLocaleString('en')} tokens in a call. On two cores a thread of a pool
      computes signatures, and so does the calling thread, which also does everything else.`,
    sections: [
      speedSection('Full verification', costs, { baseline: rawDer.name, ours: [oneCore.name, twoCores.name] }),
    ],
    figures: { 'verifyMany, two cores / one core': speedOf(costs, twoCores.name, oneCore.name) },
  }
}

function verifyMany(name: string, pool?: VerifierPool): Candidate<SignedToken> {
  return {
    name,
    start: () => {
      const verifier = createVerifier({ audience, keys: jwksKeys(keySet), clock: () => issuedAt + 5, pool })
      return async (tokens) => {
        const results = await verifier.verifyMany(tokens.map(({ compact }) => compact))
        if (!results.every(({ ok }) => ok)) throw new Error(`${name} refused a token`)
      }
    },
  }
}
