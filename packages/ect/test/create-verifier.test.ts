import { beforeEach, describe, expect, expectTypeOf, it, vi } from 'vitest'
import {
  createVerifier,
  createVerifierPool,
  type DecodedEct,
  decodeEct,
  EctError,
  type GeneratedKey,
  generateKey,
  jwksKeys,
  type KeyResolver,
  type Ledger,
  MemoryLedger,
  type RecordingVerifier,
  signEct,
  type VerifiedEct,
  type Verifier,
} from '../src/index.ts'

const alice = 'spiffe://example.com/agent/alice'
const bob = 'spiffe://example.com/agent/bob'
const ledgerId = 'spiffe://example.com/system/ledger'
const now = 1_800_000_000

let aliceKey: GeneratedKey
let bobKey: GeneratedKey
let keys: KeyResolver
let ledger: MemoryLedger
let verifier: RecordingVerifier

beforeEach(async () => {
  aliceKey = await generateKey({ kid: 'alice-key', subject: alice })
  bobKey = await generateKey({ kid: 'bob-key', subject: bob })
  keys = jwksKeys({ keys: [aliceKey.publicJwk, bobKey.publicJwk] })
  ledger = new MemoryLedger()
  verifier = createVerifier({ audience: ledgerId, keys, ledger, clock: () => now })
})

interface Changes {
  readonly tid?: string
  readonly jti?: string
  readonly wid?: string
  readonly pol_decision?: 'approved' | 'rejected'
  readonly exec_act?: string
}

function aliceDid(par: readonly string[] = [], changes: Changes = {}): Promise<string> {
  const claims = { iss: alice, aud: ledgerId, exec_act: 'review_spec', par, pol: 'policy_v1' }
  return signEct({ ...claims, pol_decision: 'approved', ...changes }, { key: aliceKey.privateKey, now })
}

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  )

describe('record', () => {
  it('[MODE-FULL] verifies, admits and appends parents first', async () => {
    const root = await verifier.record(await aliceDid())
    const child = await verifier.record(await aliceDid([root.taskId]))
    expect(root.sequence).toBe(0)
    expect(child).toMatchObject({ sequence: 1, parents: [{ taskId: root.taskId, sequence: 0 }], agent: alice })
  })

  it('[RECORD-FIRST-ENTRY] answers a repeated token with its first entry, also one with another signature', async () => {
    const token = await aliceDid()
    const entry = await verifier.record(token)
    const [header, payload] = token.split('.')
    const again = await aliceKey.privateKey.sign(new TextEncoder().encode(`${header}.${payload}`))
    const twin = `${header}.${payload}.${Buffer.from(again).toString('base64url')}`
    expect(twin).not.toBe(token)
    expect(await verifier.record(token)).toEqual(entry)
    expect(await verifier.record(twin)).toEqual(entry)
    expect(await ledger.size()).toBe(1)
  })

  it('[RECORD-FIRST-ENTRY] answers a repeated token also while the ledger cannot be written to', async () => {
    const token = await aliceDid()
    const entry = await verifier.record(token)
    vi.spyOn(ledger, 'append').mockRejectedValue(new EctError('ECT_LEDGER_DISK_FULL'))
    expect(await verifier.record(token)).toEqual(entry)
    expect(await code(verifier.record(await aliceDid()))).toBe('ECT_LEDGER_DISK_FULL')
  })

  it('[RECORD-RETRY-AFTER-EXP] answers a retry after exp, and refuses a first attempt after exp', async () => {
    const token = await aliceDid()
    const late = await aliceDid()
    const entry = await verifier.record(token)
    expect(await verifier.record(token, { now: now + 10_000 })).toEqual(entry)
    expect(await code(verifier.record(late, { now: now + 10_000 }))).toBe('ECT_TIME_EXPIRED')
  })

  it('[RECORD-RETRY-AFTER-EXP] answers nobody whose signature is wrong', async () => {
    const token = await aliceDid()
    await verifier.record(token)
    const forged = `${token.slice(0, token.lastIndexOf('.'))}.${'A'.repeat(85)}Q`
    expect(await code(verifier.record(forged))).toMatch(/^ECT_SIGNATURE_/)
  })

  it('[RECORD-VERIFIED-ONCE] takes a verified token without verifying it again', async () => {
    const token = await createVerifier({ audience: ledgerId, keys }).verify(await aliceDid(), { now })
    const unknowing = createVerifier({ audience: ledgerId, keys: () => undefined, ledger })
    expect((await unknowing.record(token)).compact).toBe(token.compact)
  })

  it('[ENV-TYPED-AFTER-VERIFY] takes no supporting token: it may be expired, and for somebody else', async () => {
    const tid = crypto.randomUUID()
    const alone = createVerifier({ audience: ledgerId, keys, clock: () => now })
    const { supporting } = await alone.verifyAll([await aliceDid([tid]), await aliceDid([], { tid })])
    const [parent] = supporting
    expect(parent?.task.taskId).toBe(tid)
    // @ts-expect-error a supporting token is not a verified one
    await expect(verifier.record(parent)).rejects.toThrow(TypeError)
    expect(await ledger.size()).toBe(0)
  })

  it('[RECORD-NO-REPLAY-MEMORY] uses no replay memory: what was verified can still be recorded', async () => {
    const token = await aliceDid()
    await verifier.verify(token)
    expect((await verifier.record(token)).sequence).toBe(0)
  })

  it('[MODE-LATENESS] [MODE-LATENESS-SHOWN] takes a late token as late as the ledger allows, and shows it', async () => {
    const token = await aliceDid() // expires 600 s after now
    const deferred = new MemoryLedger({ maxLatenessSeconds: 3600 })
    const recorder = createVerifier({ audience: ledgerId, keys, ledger: deferred })
    expect(await code(recorder.record(token, { now: now + 600 + 3600 }))).toBe('ECT_TIME_EXPIRED')
    expect(await recorder.record(token, { now: now + 600 + 3599 })).toMatchObject({ latenessSeconds: 3600 })
  })

  it('[LEDGER-EQUIVOCATION] refuses a second, different record of a task and keeps both tokens', async () => {
    const tid = crypto.randomUUID()
    const first = await aliceDid([], { tid })
    const second = await aliceDid([], { tid, exec_act: 'something_else' })
    await verifier.record(first)
    expect(await code(verifier.record(second))).toBe('ECT_LEDGER_EQUIVOCATION')
    for await (const evidence of ledger.equivocations()) {
      expect(evidence).toMatchObject({ recorded: first, refused: second, agent: alice })
    }
    expect.assertions(2)
  })

  it('[DAG-POLICY-PARENT] takes the graph options of its maker', async () => {
    const rejected = await verifier.record(await aliceDid([], { pol_decision: 'rejected' }))
    const child = await aliceDid([rejected.taskId])
    expect(await code(verifier.record(child))).toBe('ECT_DAG_PARENT_POLICY')
    const lenient = createVerifier({ audience: ledgerId, keys, ledger, clock: () => now, isRemedy: () => true })
    expect((await lenient.record(child)).sequence).toBe(1)
  })

  it('[LEDGER-ATOMIC] lets one of two competing records of a task win', async () => {
    const tid = crypto.randomUUID()
    const tokens = await Promise.all(['a', 'b', 'c', 'd'].map((exec_act) => aliceDid([], { tid, exec_act })))
    const outcomes = await Promise.all(tokens.map((token) => code(verifier.record(token))))
    expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1)
    expect(await ledger.size()).toBe(1)
  })
})

describe('recordMany', () => {
  it('[LEDGER-APPEND-MANY] answers for each token in its order, and later ones see earlier ones', async () => {
    const tid = '11111111-1111-4111-8111-111111111111'
    const root = await aliceDid([], { tid })
    const [header, payload] = (await aliceDid()).split('.')
    const [, , signature] = root.split('.')
    const child = await aliceDid([tid])
    const orphan = await aliceDid(['22222222-2222-4222-8222-222222222222'])
    const tokens = [`${header}.${payload}.${signature}`, root, orphan, child, root]
    const results = await verifier.recordMany(tokens)
    const said = results.map((result) => (result.ok ? [result.entry.sequence, result.duplicate] : result.error.code))
    expect(said).toEqual(['ECT_SIGNATURE_INVALID', [0, false], 'ECT_DAG_PARENT_MISSING', [1, false], [0, true]])
    expect(await verifier.recordMany([])).toEqual([])
  })

  it('[RECORD-RETRY-AFTER-EXP] answers retries after exp, and refuses a first attempt after exp', async () => {
    const [recorded, late] = [await aliceDid(), await aliceDid()]
    const entry = await verifier.record(recorded)
    const [retry, first] = await verifier.recordMany([recorded, late], { now: now + 10_000 })
    expect(retry).toEqual({ ok: true, entry, duplicate: true })
    expect(first).toMatchObject({ ok: false, error: { code: 'ECT_TIME_EXPIRED' } })
  })

  it('[RECORD-FIRST-ENTRY] answers nobody whose signature is wrong, although the signing input is recorded', async () => {
    const recorded = await aliceDid()
    await verifier.record(recorded)
    const forged = `${recorded.slice(0, -86)}${(await aliceDid()).slice(-86)}`
    expect(await verifier.recordMany([forged])).toMatchObject([{ ok: false, error: { code: 'ECT_SIGNATURE_INVALID' } }])
  })

  it('[MODE-LATENESS] takes tokens as late as the ledger allows, and looks up only what it refuses', async () => {
    const lookUps: string[] = []
    class Watched extends MemoryLedger {
      override async findEntry(signingInput: string) {
        lookUps.push(signingInput)
        return super.findEntry(signingInput)
      }
    }
    const late = createVerifier({ audience: ledgerId, keys, ledger: new Watched({ maxLatenessSeconds: 3600 }) })
    const many = await Promise.all(Array.from({ length: 130 }, () => aliceDid()))
    const results = await late.recordMany(many, { now: now + 3600 })
    expect(results.map((result) => result.ok && result.entry.sequence)).toEqual(many.map((_, at) => at))
    expect(lookUps).toEqual([])
    expect(await late.recordMany([await aliceDid()], { now: now + 10_000 })).toMatchObject([{ ok: false }])
    expect(lookUps).toHaveLength(1)
  })

  it('with a pool, records what passes and nothing that its answers refuse', async () => {
    const pool = createVerifierPool({ threads: 1 })
    const genuine = await Promise.all(Array.from({ length: 8 }, () => aliceDid()))
    const tokens = genuine.map((token, at) => (at % 2 === 0 ? token : token.replace(/[^.]+$/, 'A'.repeat(86))))
    const pooled = createVerifier({ audience: ledgerId, keys, ledger, clock: () => now, pool })
    const results = await pooled.recordMany([...tokens, ...genuine])
    await pool.close()
    const said = results.map((result) => (result.ok ? result.entry.sequence : result.error.code))
    const format = 'ECT_SIGNATURE_FORMAT'
    expect(said).toEqual([0, format, 1, format, 2, format, 3, format, 0, 4, 1, 5, 2, 6, 3, 7])
  })
})

describe('verifyMany', () => {
  it('[VERIFY-ORDER-15-DAG] judges each token against the ledger, and records none', async () => {
    const tid = '11111111-1111-4111-8111-111111111111'
    const recorded = await aliceDid([], { tid })
    await verifier.record(recorded)
    const tokens = [await aliceDid([tid]), await aliceDid(['22222222-2222-4222-8222-222222222222']), recorded]
    const results = await verifier.verifyMany(tokens)
    const said = results.map((result) => (result.ok ? 'accepted' : result.error.code))
    expect(said).toEqual(['accepted', 'ECT_DAG_PARENT_MISSING', 'accepted'])
    expect(await ledger.size()).toBe(1)
  })

  it('without a ledger, step 15 is left out', async () => {
    const alone = createVerifier({ audience: ledgerId, keys, clock: () => now })
    const orphan = await aliceDid(['22222222-2222-4222-8222-222222222222'])
    expect(await alone.verifyMany([orphan, orphan])).toMatchObject([{ ok: true }, { ok: false }])
  })
})

describe('verify', () => {
  it('[VERIFY-ORDER-15-DAG] judges a token against the ledger and records nothing', async () => {
    expect(await code(verifier.verify(await aliceDid([crypto.randomUUID()])))).toBe('ECT_DAG_PARENT_MISSING')
    const root = await verifier.record(await aliceDid())
    const token = await verifier.verify(await aliceDid([root.taskId]))
    expect(token.task.parents).toEqual([root.taskId])
    expect(await ledger.size()).toBe(1)
  })

  it('[DAG-UNIQUE-NO-WORKFLOW] refuses a task id of the ledger, but not the recorded token itself', async () => {
    const token = await aliceDid()
    const { taskId } = await verifier.record(token)
    expect((await verifier.verify(token)).task.taskId).toBe(taskId)
    expect(await code(verifier.verify(await aliceDid([], { tid: taskId })))).toBe('ECT_DAG_TASK_EXISTS')
  })

  it('[VERIFY-NO-EARLY-STORE] remembers nothing of a token that the graph refuses', async () => {
    const parent = crypto.randomUUID()
    const child = await aliceDid([parent])
    expect(await code(verifier.verify(child))).toBe('ECT_DAG_PARENT_MISSING')
    await verifier.record(await aliceDid([], { tid: parent }))
    expect((await verifier.verify(child)).task.parents).toEqual([parent])
    expect(await code(verifier.verify(child))).toBe('ECT_REPLAY_SEEN')
  })

  it('leaves the graph out when it has no store', async () => {
    const alone = createVerifier({ audience: ledgerId, keys })
    const orphan = await aliceDid([crypto.randomUUID()])
    expect((await alone.verify(orphan, { now })).task.agent).toBe(alice)
  })
})

describe('verifyAll', () => {
  it('[MODE-POINT-TO-POINT] judges the tokens of a message against each other', async () => {
    const alone = createVerifier({ audience: ledgerId, keys, clock: () => now })
    const tid = crypto.randomUUID()
    const parent = await aliceDid([], { tid })
    const child = await aliceDid([tid])
    const { subjects, supporting } = await alone.verifyAll([child, parent])
    expect(subjects.map((token) => token.compact)).toEqual([child])
    expect(supporting.map((token) => token.compact)).toEqual([parent])
    expect(await code(alone.verifyAll([await aliceDid([tid])]))).toBe('ECT_DAG_PARENT_MISSING')
  })

  it('[DAG-PARENT-VERIFIED] refuses a parent whose signature is not genuine', async () => {
    const alone = createVerifier({ audience: ledgerId, keys, clock: () => now })
    const tid = crypto.randomUUID()
    const [header, payload] = (await aliceDid([], { tid })).split('.')
    const [, , other] = (await aliceDid()).split('.')
    const outcome = code(alone.verifyAll([await aliceDid([tid]), `${header}.${payload}.${other}`]))
    expect(await outcome).toBe('ECT_SIGNATURE_INVALID')
  })
})

describe('createVerifier', () => {
  it('[CLAIM-IDS-LEDGER] takes the kind of identifiers of its ledger, and no other one', async () => {
    const opaque = new MemoryLedger({ ids: 'opaque' })
    const options = { audience: ledgerId, keys, ledger: opaque }
    expect(() => createVerifier({ ...options, ids: 'uuid' })).toThrow(TypeError)
    const token = await signEct(
      { iss: bob, aud: ledgerId, tid: 'task-001', exec_act: 'build', par: [], pol: 'p', pol_decision: 'approved' },
      { key: bobKey.privateKey, ids: 'opaque' },
    )
    expect((await createVerifier(options).record(token)).taskId).toBe('task-001')
  })

  it('[ENV-TYPED-AFTER-VERIFY] gives record only to a verifier with a ledger, and takes no decoded token', async () => {
    expectTypeOf(createVerifier({ audience: ledgerId, keys })).toEqualTypeOf<Verifier<'execution-context-00'>>()
    const recording = createVerifier({ audience: ledgerId, keys, ledger, revisions: ['ect-00'] })
    expectTypeOf(recording).toEqualTypeOf<RecordingVerifier<'ect-00'>>()
    expectTypeOf(recording).toExtend<RecordingVerifier>()
    expectTypeOf<DecodedEct>().not.toExtend<VerifiedEct>()
    expectTypeOf<MemoryLedger>().toExtend<Ledger>()
    const decoded = decodeEct(await aliceDid())
    // @ts-expect-error a decoded token is not a verified one
    await expect(verifier.record(decoded)).rejects.toThrow(TypeError)
  })
})
