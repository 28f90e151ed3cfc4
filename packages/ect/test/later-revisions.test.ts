import { beforeEach, describe, expect, it } from 'vitest'
import {
  createLevelVerifier,
  createVerifier,
  dangerouslyWriteUnsignedEct,
  type GeneratedKey,
  generateKey,
  generateNoteKey,
  jwksKeys,
  type KeyResolver,
  levelAt,
  MemoryLedger,
  noteSigner,
  type SignedAtLevel,
  signEct,
} from '../src/index.ts'
import { codeOf } from './code-of.ts'

const alice = 'spiffe://example.com/agent/alice'
const ledgerId = 'spiffe://example.com/system/ledger'
const now = 1_800_000_000
const noteKeys = generateNoteKey('ledger.example.com/audit')
const logKey = noteKeys.verifierKey

let key: GeneratedKey
let keys: KeyResolver
let ledger: MemoryLedger

beforeEach(async () => {
  key = await generateKey({ kid: 'alice-key', subject: alice })
  keys = jwksKeys({ keys: [key.publicJwk] })
  ledger = new MemoryLedger({ signer: noteSigner(noteKeys.signerKey) })
})

const task = { iss: alice, aud: ledgerId, exec_act: 'review_spec' }
const sign01 = (claims: { readonly pred: readonly string[]; readonly wid?: string; readonly jti?: string }) =>
  signEct({ ...task, ...claims }, { key: key.privateKey, now, revision: 'ect-01' })
const common = () => ({ audience: ledgerId, keys, clock: () => now })

describe('a verifier of several revisions', () => {
  it('[REVISION-CALLER] accepts what the caller lists, execution-context-00 by default', async () => {
    const token = await sign01({ pred: [] })
    expect(await codeOf(createVerifier({ ...common() }).verify(token))).toBe('ECT_HEADER_TYP')
    const { claims } = await createVerifier({ ...common(), revisions: ['ect-01'] }).verify(token)
    expect(claims.pred).toEqual([])
    // @ts-expect-error: the claims are those of ect-01
    expect(claims.par).toBeUndefined()
  })

  it('[REVISION-MIXED] links tasks of two revisions only when the caller says so', async () => {
    const parent = await signEct({ ...task, par: [] }, { key: key.privateKey, now, revision: 'ect-00' })
    const options = { ...common(), ledger, revisions: ['ect-00', 'ect-01'] as const }
    const recorded = await createVerifier(options).record(parent)
    const child = await sign01({ pred: [recorded.taskId] })
    expect(await codeOf(createVerifier(options).record(child))).toBe('ECT_DAG_PARENT_REVISION')
    const entry = await createVerifier({ ...options, mixedRevisions: true }).record(child)
    expect(entry.parents).toEqual([{ taskId: recorded.taskId, sequence: 0 }])
  })
})

describe('levels', () => {
  const strict = () => ({ ...common(), revisions: ['ect-01'] as const, minimumLevel: 3 as const, logKey })

  it('[REVISION-LEVEL-3] a receipt of the ledger makes a token level 3, at once', async () => {
    const token = await sign01({ pred: [] })
    const verifier = createLevelVerifier(strict())
    expect(await codeOf(verifier.verify(token))).toBe('ECT_TOKEN_LEVEL')
    const { sequence } = await createVerifier({ ...common(), ledger, revisions: ['ect-01'] }).record(token)
    const receipt = await ledger.receipt(sequence)
    expect(levelAt(await verifier.verify(token, { receipt }), now)).toBe(3)
  })

  it('[REVISION-LEVEL-3] a receipt of another token, or of another log, makes nothing', async () => {
    const [token, other] = [await sign01({ pred: [] }), await sign01({ pred: [] })]
    const recorder = createVerifier({ ...common(), ledger, revisions: ['ect-01'] })
    await recorder.record(token)
    const { sequence } = await recorder.record(other)
    const verifier = createLevelVerifier(strict())
    expect(await codeOf(verifier.verify(token, { receipt: await ledger.receipt(sequence) }))).toBe('ECT_PROOF_TOKEN')
    const foreign = createLevelVerifier({ ...strict(), logKey: generateNoteKey('other.example.com/log').verifierKey })
    expect(await codeOf(foreign.verify(token, { receipt: await ledger.receipt(0) }))).toMatch(/^ECT_CHECKPOINT_/)
  })

  it('[REVISION-LEVEL-3] a receipt that comes before the deadline confirms the level', async () => {
    const token = await sign01({ pred: [] })
    const verifier = createLevelVerifier({ ...strict(), receiptDeadline: 120 })
    const provisional = (await verifier.verify(token)) as SignedAtLevel<'ect-01'>
    expect([levelAt(provisional, now + 119), levelAt(provisional, now + 120)]).toEqual([3, 2])
    const entry = await createVerifier({ ...common(), ledger, revisions: ['ect-01'] }).record(provisional.token.compact)
    const confirmed = await verifier.confirm(provisional, await ledger.receipt(entry.sequence))
    expect(levelAt(confirmed, now + 1_000_000)).toBe(3)
  })

  it('[VERIFY-ORDER-15-DAG] signed tokens are judged by the graph of the ledger', async () => {
    const orphan = await sign01({ pred: ['aaaaaaaa-0000-4000-8000-000000000001'] })
    const verifier = createLevelVerifier({ ...strict(), minimumLevel: 2, ledger })
    expect(await codeOf(verifier.verify(orphan))).toBe('ECT_DAG_PARENT_MISSING')
  })

  it('[REVISION-LEVEL-1] no ledger takes an unsigned token', async () => {
    const text = dangerouslyWriteUnsignedEct({ ...task, pred: [] }, { now, revision: 'ect-01' })
    const options = { ...strict(), minimumLevel: 1 as const, dangerouslyAcceptUnsigned: true }
    const token = await createLevelVerifier(options).verify(text)
    expect(levelAt(token, now)).toBe(1)
    const recorder = createVerifier({ ...common(), ledger, revisions: ['ect-01'] })
    expect(await codeOf(recorder.record(text))).toBe('ECT_TOKEN_SEGMENTS')
    // @ts-expect-error: it is no verified token
    await expect(recorder.record(token.unsigned)).rejects.toThrow(TypeError)
    expect(await ledger.size()).toBe(0)
  })
})
