import { randomUUID } from 'node:crypto'
import { createSqliteLedger, type SqliteLedger } from '@wimse-ect/ledger-sqlite'
import { createVerifier as createBareVerifier, createVerifierPool, type VerifierPool } from '@wimse-ect/verification'
import { admit, createVerifier, generateNoteKey, jwksKeys, noteSigner, type VerifiedEct } from 'wimse-ect'
import { type BenchResult, type Effort, scaled } from '../bench-result.ts'
import { type Candidate, type Costs, compare, type Run, speedOf } from '../compare.ts'
import { arrive, audience, issuedAt, keySet, type SignedToken, signedTokens } from '../signed-tokens.ts'
import { speedSection } from '../speed-section.ts'
import { inTemporaryFolder } from '../temporary-folder.ts'
import { rawDer } from '../verification/verifiers.ts'
import { onOneCore } from './on-one-core.ts'

const groupSize = 256
const groupsPerRepetition = 16
const turns = 4
const clock = (): number => issuedAt + 5

/** The whole way of a token into a durable ledger, beside a bare signature check. */
export async function benchWholeWay(effort: Effort): Promise<BenchResult> {
  const { repetitions } = effort
  const items = await signedTokens(groupSize * scaled(groupsPerRepetition, effort))
  return inTemporaryFolder(async (path) => {
    const candidates = [rawDer, inTurn(path), recordGroups(path)]
    const options = { items, turns, repetitions, arrive }
    const [oneCore, isPinned] = await onOneCore(async (pinned) => [await compare(candidates, options), pinned] as const)
    // One thread beside this one and the writer, started long before it counts.
    const pool = createVerifierPool({ threads: 1 })
    const allCores = await compare([...candidates, manyInTurn(path, pool)], options)
    await pool.close()
    const section = (title: string, costs: Costs) =>
      speedSection(title, costs, { baseline: rawDer.name, ours: [pipelined, groupByGroup, onTwoCores] })
    return {
      title: 'The whole way',
      about: `Every token is verified, judged by the tasks before it, hashed into the Merkle tree, indexed and
        made durable in SQLite (WAL, synchronous=FULL), with a commit for each ${groupSize}. The writer is a
        thread of its own.
        ${isPinned ? '' : 'taskset is missing: what is called one core here ran on all of them.'}`,
      sections: [
        section('All threads on one core', oneCore),
        section('On all cores: the writer is a thread of its own, and verifyMany has one more', allCores),
      ],
      figures: {
        'whole way, one core / crypto.verify': speedOf(oneCore, pipelined, rawDer.name),
        'whole way, two cores / crypto.verify': speedOf(allCores, onTwoCores, rawDer.name),
      },
    }
  })
}

const pipelined = 'verify while the last is written'
const onTwoCores = 'verifyMany while the last is written'
const groupByGroup = 'recordMany, one group after another'

/** One group is verified while the one before it is written: a commit waits for the disk, and a core need not. */
function inTurn(path: (name: string) => string): Candidate<SignedToken> {
  return onNewLedger(pipelined, path, (ledger) => {
    const verifier = createBareVerifier({ audience, keys: jwksKeys(keySet), clock })
    return async (tokens) => {
      let writing: Promise<void> | undefined
      for (let at = 0; at < tokens.length; at += groupSize) {
        const group: VerifiedEct[] = []
        for (const { compact } of tokens.slice(at, at + groupSize)) group.push(await verifier.verify(compact))
        await writing
        writing = ledger.appendMany(group, admit).then(checkAll)
      }
      await writing
    }
  })
}

/** The same with signatures checked on two cores: those of a group while the one before it is judged and written. */
function manyInTurn(path: (name: string) => string, pool: VerifierPool): Candidate<SignedToken> {
  return onNewLedger(onTwoCores, path, (ledger) => {
    const verifier = createBareVerifier({ audience, keys: jwksKeys(keySet), clock, pool })
    const verify = (group: readonly SignedToken[]) => verifier.verifyMany(group.map(({ compact }) => compact))
    return async (tokens) => {
      let verifying = verify(tokens.slice(0, groupSize))
      let writing: Promise<void> | undefined
      for (let at = groupSize; at < tokens.length + groupSize; at += groupSize) {
        const group = await verifying
        verifying = verify(tokens.slice(at, at + groupSize))
        await writing
        checkAll(group)
        writing = ledger
          .appendMany(
            group.flatMap((result) => (result.ok ? [result.token] : [])),
            admit,
          )
          .then(checkAll)
      }
      await writing
    }
  })
}

/** One group after another, each with `recordMany`. */
export function recordGroups(path: (name: string) => string): Candidate<SignedToken> {
  return onNewLedger(groupByGroup, path, (ledger) => {
    const verifier = createVerifier({ audience, keys: jwksKeys(keySet), ledger, clock })
    return async (tokens) => {
      for (let at = 0; at < tokens.length; at += groupSize) {
        checkAll(await verifier.recordMany(tokens.slice(at, at + groupSize).map(({ compact }) => compact)))
      }
    }
  })
}

/** A candidate with a ledger file of its own in every repetition. */
function onNewLedger(
  name: string,
  path: (name: string) => string,
  run: (ledger: SqliteLedger) => Run<SignedToken>,
): Candidate<SignedToken> {
  let ledger: SqliteLedger | undefined
  return {
    name,
    start: async () => {
      const signer = noteSigner(generateNoteKey('ledger.example.com/bench').signerKey)
      ledger = await createSqliteLedger(path(`${randomUUID()}.db`), { signer, clock })
      return run(ledger)
    },
    end: async () => ledger?.close(),
  }
}

function checkAll(results: readonly { readonly ok: boolean }[]): void {
  if (!results.every(({ ok }) => ok)) throw new Error('a token was refused')
}
