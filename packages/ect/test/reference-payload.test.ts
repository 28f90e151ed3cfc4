import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { conformanceRoot } from '@wimse-ect/conformance'
import { describe, expect, it } from 'vitest'
import {
  createVerifier,
  type ExecutionContext00Claims,
  generateKey,
  jwksKeys,
  MemoryLedger,
  signEct,
} from '../src/index.ts'

const payload = JSON.parse(
  readFileSync(join(conformanceRoot, 'valid-root-ect-payload.json'), 'utf8'),
) as ExecutionContext00Claims

describe("the reference implementation's root payload", () => {
  it.each([
    { ids: 'uuid', tid: payload.tid },
    { ids: 'opaque', tid: 'task-001' },
  ] as const)('is signed, verified and appended with tid $tid', async ({ ids, tid }) => {
    const { privateKey, publicJwk } = await generateKey({ kid: 'agent-a-key', subject: payload.iss })
    const compact = await signEct({ ...payload, tid }, { key: privateKey, ids, now: payload.iat })
    const ledger = new MemoryLedger({ ids })
    const audience = 'spiffe://example.com/agent/b'
    const verifier = createVerifier({ audience, keys: jwksKeys({ keys: [publicJwk] }), ledger })
    const token = await verifier.verify(compact, { now: payload.iat })
    expect(token.claims).toEqual({ ...payload, tid })
    expect(await verifier.record(token)).toMatchObject({ sequence: 0, taskId: tid, agent: payload.iss, parents: [] })
  })
})
