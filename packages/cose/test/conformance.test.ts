import { type CoseCase, type CoseExpect, loadCases } from '@wimse-ect/conformance'
import { createReplayMemory, jwksKeys, type ReplayMemory } from '@wimse-ect/verification'
import { describe, expect, it } from 'vitest'
import { type CoseVerifierOptions, createCoseVerifier, type VerifiedCoseEct } from '../src/create-cose-verifier.ts'
import { refusal } from './refusal.ts'

const cases = loadCases('cose', 'ect-00')
const title = ({ tcId, comment, rules }: CoseCase): string => `${tcId} [${rules.join('] [')}] ${comment}`

async function memoryOf({ seen, now }: CoseCase): Promise<ReplayMemory> {
  const memory = createReplayMemory()
  for (const { issuer, jti } of seen) await memory.add([{ issuer, tokenId: jti, keepUntil: now + 3600 }], now)
  return memory
}

async function verified(item: CoseCase): Promise<VerifiedCoseEct> {
  const { audience, now, options } = item
  const replay = await memoryOf(item)
  const given = { ...options, audience, keys: jwksKeys(item.keys), replay, clock: () => now } as CoseVerifierOptions
  return createCoseVerifier(given).verify(Buffer.from(item.message, 'base64url'))
}

/** The neutral view as the suite writes it: what a task lacks is absent. */
function viewOf({ task }: VerifiedCoseEct): CoseExpect {
  const { taskId, workflowId, parents, agent, action, decision, issuedAt, inputHash, outputHash } = task
  return JSON.parse(
    JSON.stringify({ taskId, workflowId, parents, agent, action, decision, issuedAt, inputHash, outputHash }),
  )
}

describe('suite cose', () => {
  it.each(cases.filter(({ result }) => result === 'valid').map((item) => [title(item), item] as const))(
    'accepts %s',
    async (_, item) => {
      expect(viewOf(await verified(item))).toEqual(item.expect)
    },
  )

  it.each(cases.filter(({ result }) => result === 'invalid').map((item) => [title(item), item] as const))(
    'refuses %s',
    async (_, item) => {
      expect((await refusal(() => verified(item)))[0]).toBe(item.code)
    },
  )
})
