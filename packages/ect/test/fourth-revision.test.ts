import { type ClaimTable, type Profile, profiles, type Revision } from '@wimse-ect/claims'
import { inspect } from '@wimse-ect/dag'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createVerifier, generateKey, jwksKeys, MemoryLedger, signEct } from '../src/index.ts'
import { codeOf } from './code-of.ts'

/** The claims of a revision that does not exist: everything has another name. */
interface MadeUpClaims {
  readonly iss: string
  readonly aud: string | readonly string[]
  readonly iat: number
  readonly exp: number
  readonly nbf?: number
  readonly jti: string
  readonly wid?: string
  readonly exec_act: string
  readonly inp_hash?: string
  readonly out_hash?: string
  readonly step: string
  readonly after: readonly string[]
  readonly outcome: 'approved' | 'rejected' | 'pending_human_review'
}

const { jti, tid, par, pol_decision, ...others } = profiles['execution-context-00'].claims
const { iss, aud, iat, exp, nbf, wid, exec_act, inp_hash, out_hash } = others
const table: ClaimTable<MadeUpClaims> = {
  ...{ iss, aud, iat, exp, nbf, jti, wid, exec_act, inp_hash, out_hash },
  ...{ step: tid, after: par, outcome: pol_decision },
}

// What is cast here is what an entry in `ClaimsByRevision` would give the compiler.
const revision = 'made-up-03' as Revision
const registry = profiles as unknown as Record<string, Profile>
const signMadeUp = signEct as unknown as (claims: object, options: object) => Promise<string>

const madeUp: Profile<MadeUpClaims> = {
  revision,
  typ: { issued: 'made-up+jwt', accepted: ['made-up+jwt'] },
  recognises: (payload) => Object.hasOwn(payload, 'step'),
  claims: table,
  wellFormed: [],
  consistent: [],
  identifiers: { taskId: 'step', parents: 'after', generated: ['jti', 'step'], single: ['jti', 'wid', 'step'] },
  graphRules: { cycle: '1', uniqueness: '2', parents: '3', time: '4', parentPolicy: '5' },
  view: (claims) => ({
    revision,
    taskId: claims.step,
    workflowId: claims.wid,
    tokenId: claims.jti,
    parents: claims.after,
    agent: claims.iss,
    audience: typeof claims.aud === 'string' ? [claims.aud] : claims.aud,
    action: claims.exec_act,
    issuedAt: claims.iat,
    expiresAt: claims.exp,
    policy: undefined,
    decision: claims.outcome,
    enforcer: undefined,
    compensation: false,
    inputHash: claims.inp_hash,
    outputHash: claims.out_hash,
    witnessedBy: [],
  }),
}

const alice = 'spiffe://example.com/agent/alice'
const ledgerId = 'spiffe://example.com/system/ledger'

beforeEach(() => {
  registry[revision] = madeUp as unknown as Profile
})

afterEach(() => {
  delete registry[revision]
})

it('[REVISION-CALLER] a profile is all that a further revision takes: it is signed, verified, judged and recorded', async () => {
  const { privateKey, publicJwk } = await generateKey({ kid: 'alice-key', subject: alice })
  const keys = jwksKeys({ keys: [publicJwk] })
  const sign = (claims: Pick<MadeUpClaims, 'after' | 'outcome'>) =>
    signMadeUp({ iss: alice, aud: ledgerId, exec_act: 'build', ...claims }, { key: privateKey, revision })
  const ledger = new MemoryLedger()
  const verifier = createVerifier({ audience: ledgerId, keys, ledger, revisions: [revision, 'ect-01'] })

  const root = await verifier.record(await sign({ after: [], outcome: 'rejected' }))
  const ordinary = await sign({ after: [root.taskId], outcome: 'approved' })
  expect(await codeOf(verifier.record(ordinary))).toBe('ECT_DAG_PARENT_POLICY')
  expect(await codeOf(verifier.record(await sign({ after: [crypto.randomUUID()], outcome: 'approved' })))).toBe(
    'ECT_DAG_PARENT_MISSING',
  )
  const failure = await verifier.record(ordinary).catch((error: unknown) => error)
  expect(failure).toMatchObject({ section: '5', path: 'after[0]' })

  const other = await verifier.record(await sign({ after: [], outcome: 'approved' }))
  const child = await verifier.record(await sign({ after: [other.taskId], outcome: 'approved' }))
  expect(child.parents).toEqual([{ taskId: other.taskId, sequence: other.sequence }])
  expect(await codeOf(createVerifier({ audience: ledgerId, keys }).verify(ordinary))).toBe('ECT_HEADER_TYP')

  const records = []
  for await (const { sequence, compact } of ledger.entries()) {
    const { task } = await createVerifier({ audience: ledgerId, keys, revisions: [revision] }).verify(compact)
    records.push({ task, sequence })
  }
  expect(inspect(records)).toEqual([])
})
