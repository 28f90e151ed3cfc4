import { checkClaims, checkConsistency, decodeEct, taskOf } from '@wimse-ect/claims'
import { createReplayMemory, type ReplayEntry } from '@wimse-ect/verification'
import type { Candidate } from '../compare.ts'
import { agent, issuedAt, type SignedToken } from '../signed-tokens.ts'

/** Strict JSON, base64url and the rules of all claims: what needs neither key nor clock. */
export const parsing: Candidate<SignedToken> = {
  name: 'strict JSON, base64url and claim rules',
  start: () => (tokens) => {
    for (const { compact } of tokens) {
      const decoded = decodeEct(compact)
      const claims = checkClaims(decoded)
      checkConsistency(decoded, claims)
      if (taskOf(decoded, claims).agent !== agent) throw new Error('read something else')
    }
  },
}

/** The least that anybody does to read a token. */
export const plainParsing: Candidate<SignedToken> = {
  name: 'JSON.parse and Buffer, nothing checked',
  start: () => (tokens) => {
    for (const { compact } of tokens) {
      const [header = '', payload = ''] = compact.split('.')
      const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg: unknown }
      const { iss } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { iss: unknown }
      if (alg !== 'ES256' || iss !== agent) throw new Error('read something else')
    }
  },
}

/** Looking a `jti` up and keeping it. */
export const replay: Candidate<SignedToken> = {
  name: 'replay memory',
  start: () => {
    const memory = createReplayMemory()
    let used = 0
    return async (tokens) => {
      for (const _ of tokens) {
        used += 1
        const entry: ReplayEntry = { issuer: agent, tokenId: uuid(used), keepUntil: issuedAt + 930 }
        if ((await memory.has(entry, issuedAt)) || !(await memory.add([entry], issuedAt))) throw new Error('seen')
      }
    }
  },
}

function uuid(number: number): string {
  return `7b6d2f30-5c1e-4d3a-9f04-${number.toString(16).padStart(12, '0')}`
}
