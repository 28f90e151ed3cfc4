import { readFileSync } from 'node:fs'
import type { ExecutionContextOptions } from '@wimse-ect/http'
import { createVerifier, jwksKeys, signerFromJwk } from 'wimse-ect'

const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8'))
const id = 'spiffe://example.com/agent/bob'

export const options: ExecutionContextOptions = {
  verifier: createVerifier({ audience: id, keys: jwksKeys(readJson('jwks.json')) }),
  issuer: { id, key: await signerFromJwk(readJson('bob.jwk')) },
  record: ({ taskId, streamed }) => console.error(`for the ledger: task ${taskId}, ${streamed ? 'streamed' : 'sent'}`),
  onRefusal: (error, { method, path }) => console.error(method, path, error),
}

export const task = { exec_act: 'implement_module', pol: 'coding_standards_v3', pol_decision: 'approved' } as const
