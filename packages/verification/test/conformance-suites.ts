import { readExecutionContext, type VerifiedEct } from '@wimse-ect/claims'
import {
  type FieldCase,
  loadCases,
  type SeenId,
  type SuiteRevision,
  type VerifyCase,
  type VerifyExpect,
} from '@wimse-ect/conformance'
import { describe, expect, it } from 'vitest'
import { jwksKeys } from '../src/key-set.ts'
import { createReplayMemory, type ReplayMemory } from '../src/replay-memory.ts'
import type { KeyResolver } from '../src/verification-key.ts'
import { createVerifier, type Verifier } from '../src/verifier.ts'
import type { VerifierOptions } from '../src/verifier-options.ts'
import { witKeys } from '../src/wit-keys.ts'
import { refusal } from './refusal.ts'

const revisions: readonly SuiteRevision[] = ['execution-context-00', 'ect-00', 'ect-01']
/** The cases of the suite `verify`, of all revisions. */
export const verifyCases: readonly VerifyCase[] = revisions.flatMap((revision) => loadCases('verify', revision))
// Cases with a graph are for the packages that have one.
const fieldCases = revisions.flatMap((revision) => loadCases('http-field', revision)).filter(({ dag }) => !dag)

export function keysOf({ keys, wits, trustDomains }: VerifyCase): KeyResolver {
  if (wits.length === 0) return jwksKeys(keys)
  return witKeys(wits, { trustDomains })
}

async function memoryOf(seen: readonly SeenId[], now: number): Promise<ReplayMemory> {
  const memory = createReplayMemory()
  for (const { issuer, jti } of seen) await memory.add([{ issuer, tokenId: jti, keepUntil: now + 3600 }], now)
  return memory
}

/** A verifier as a case asks for. */
export async function verifierFor(
  item: VerifyCase | FieldCase,
  keys: KeyResolver,
  more: Pick<VerifierOptions, 'pool'> = {},
): Promise<Verifier> {
  const { audience, options, now, seen } = item
  const replay = await memoryOf(seen, now)
  return createVerifier({ ...(options as Partial<VerifierOptions>), audience, keys, replay, clock: () => now, ...more })
}

/** The neutral view as the suites write it: what a task lacks is absent. */
function viewOf({ task }: VerifiedEct): VerifyExpect {
  const { taskId, workflowId, parents, agent, action, decision, issuedAt } = task
  const view = { taskId, parents, agent, action, issuedAt }
  return {
    ...view,
    ...(decision === undefined ? {} : { decision }),
    ...(workflowId === undefined ? {} : { workflowId }),
  }
}

const title = ({ tcId, comment, rules }: VerifyCase | FieldCase) => `${tcId} [${rules.join('] [')}] ${comment}`

/** What a case must give: `'accepted'`, or the code. */
const verdictOf = ({ result, code }: VerifyCase | FieldCase) => (result === 'valid' ? 'accepted' : code)

/** The code alone: paths are not part of the suites. */
async function codeOf(run: () => unknown): Promise<string> {
  const verdict = await refusal(run)
  return verdict === 'accepted' ? verdict : verdict[0]
}

/** Runs the suites that concern this package through a verifier. */
export function describeSuites(name: string): void {
  describe(`suite verify, ${name}`, () => {
    it.each(verifyCases.map((item) => ({ title: title(item), item })))('$title', async ({ item }) => {
      const verifier = await verifierFor(item, keysOf(item))
      const accepted: VerifiedEct[] = []
      const verdict = await codeOf(async () => accepted.push(await verifier.verify(item.token)))
      expect(verdict).toBe(verdictOf(item))
      if (item.expect !== undefined) expect(accepted.map(viewOf)).toEqual([item.expect])
    })
  })

  describe(`suite http-field, ${name}`, () => {
    it.each(fieldCases.map((item) => ({ title: title(item), item })))('$title', async ({ item }) => {
      const verifier = await verifierFor(item, jwksKeys(item.keys))
      const accepted: object[] = []
      const verdict = await codeOf(async () => {
        const tokens = readExecutionContext(item.lines, { maxTokens: item.options.maxTokens })
        const { subjects, supporting } = await verifier.verifyAll(tokens)
        accepted.push({
          subjects: subjects.map(({ task }) => task.taskId),
          supporting: supporting.map(({ task }) => task.taskId),
        })
      })
      expect(verdict).toBe(verdictOf(item))
      if (item.expect !== undefined) expect(accepted).toEqual([item.expect])
    })
  })

  it('the suites hold the cases that are meant for this package', () => {
    expect(verifyCases.length).toBeGreaterThan(900)
    expect(verifyCases.filter(({ wits }) => wits.length > 0).length).toBeGreaterThan(20)
    expect(fieldCases.length).toBeGreaterThan(40)
  })
}
