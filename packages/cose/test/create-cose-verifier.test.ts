import { isSealed, type VerifiedEct } from '@wimse-ect/claims'
import { admit, inlineStore } from '@wimse-ect/dag'
import { MemoryLedger } from '@wimse-ect/ledger'
import { signEct } from '@wimse-ect/signing'
import { createReplayMemory, createVerifier, jwksKeys } from '@wimse-ect/verification'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { createCoseVerifier, type VerifiedCoseEct } from '../src/create-cose-verifier.ts'
import { decodeCoseEct } from '../src/decode-cose-ect.ts'
import { signCoseEct } from '../src/sign-cose-ect.ts'
import { alice, aliceKey, bob, keys, mallory, now, rootMessage, rootTask, uuid, verifierForBob } from './agents.ts'
import { refusal } from './refusal.ts'

const key = aliceKey.privateKey
const sign = (changes: object = {}): Promise<Uint8Array> => signCoseEct({ ...rootTask, ...changes }, { key, now })

/** The same task as a compact token of ect-00. */
function compact(changes: object = {}): Promise<string> {
  const { pol, pol_decision, ...claims } = rootTask
  return signEct({ ...claims, jti: claims.jti ?? uuid(1), ext: {}, ...changes }, { key, now, revision: 'ect-00' })
}
const compactVerifier = (replay = createReplayMemory()) =>
  createVerifier({ audience: bob, keys, clock: () => now, revisions: ['ect-00'], replay })

describe('a verified token', () => {
  it('holds message, header, claims, payload and task', async () => {
    const message = await sign()
    const token = await verifierForBob().verify(message)
    expect(token.bytes).toEqual(message)
    expect(token.header).toEqual({ typ: 'application/wimse-exec+cwt', alg: 'ES256', kid: 'alice-key' })
    expect(token.claims).toEqual({ ...rootTask, iat: now, exp: now + 600 })
    expect(token.payload.get(301)).toBe('review_spec')
    expect(token).toMatchObject({ ids: 'uuid', verifiedAt: now, signingInput: decodeCoseEct(message).signingInput })
    expect(token.task).toMatchObject({ revision: 'ect-00', taskId: uuid(1), tokenId: uuid(1), agent: alice })
  })

  it('is frozen', async () => {
    const token = await verifierForBob().verify(await sign())
    for (const part of [token, token.task, token.task.parents, token.task.audience, token.task.witnessedBy]) {
      expect(Object.isFrozen(part)).toBe(true)
    }
  })

  it('[COSE-TEXT-KEYS] [COSE-UNKNOWN] has no claim from a text key, and keeps what it does not know', async () => {
    const message = await rootMessage([
      ['iss', mallory],
      ['wid', uuid(9)],
      [-70_000, [mallory]],
    ])
    const { claims, payload, task } = await verifierForBob().verify(message)
    expect(claims).toEqual({ ...rootTask, iat: now, exp: now + 600 })
    expect(task).toMatchObject({ agent: alice, workflowId: undefined })
    expect(payload.get('iss')).toBe(mallory)
    expect(payload.get(-70_000)).toEqual([mallory])
  })

  it('is of the message that came, whatever the sender does to the buffer meanwhile', async () => {
    const message = await sign()
    const before = message.slice()
    const slow = async (kid: string) => {
      message.fill(0)
      return keys(kid)
    }
    expect((await verifierForBob({ keys: slow }).verify(message)).bytes).toEqual(before)
  })
})

describe('[COSE-SIGNATURE] the signature', () => {
  it('covers every bit of the message', async () => {
    const message = await sign()
    const verifier = verifierForBob()
    for (let bit = 0; bit < message.length * 8; bit++) {
      const changed = message.slice()
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(await refusal(() => verifier.verify(changed))).not.toBe('accepted')
    }
    expect(await refusal(() => verifier.verify(message))).toBe('accepted')
  })

  it('is none of a compact token, and the other way round', async () => {
    const token = await compact()
    expect((await refusal(() => verifierForBob().verify(Buffer.from(token))))[0]).toBe('ECT_TOKEN_COSE')
    const message = Buffer.from(await sign()).toString('latin1')
    expect((await refusal(() => compactVerifier().verify(message)))[0]).toBe('ECT_TOKEN_SEGMENTS')
  })
})

describe('options', () => {
  it('of one call are its time and its keys', async () => {
    const verifier = verifierForBob({ clock: () => 0 })
    const message = await sign()
    expect((await refusal(() => verifier.verify(message)))[0]).toBe('ECT_TIME_FUTURE')
    expect((await refusal(() => verifier.verify(message, { now, keys: () => undefined })))[0]).toBe('ECT_KEY_UNKNOWN')
    expect(await refusal(() => verifier.verify(message, { now }))).toBe('accepted')
    await expect(verifier.verify(message, { now: Number.NaN })).rejects.toThrow(TypeError)
  })

  it('are checked when the verifier is made', () => {
    const clock = () => now
    // @ts-expect-error audience is required
    expect(() => createCoseVerifier({ keys })).toThrow(TypeError)
    // @ts-expect-error keys are required
    expect(() => createCoseVerifier({ audience: bob })).toThrow(TypeError)
    expect(() => createCoseVerifier({ audience: bob, keys, clock, maxAge: Number.NaN })).toThrow(TypeError)
    expect(() => createCoseVerifier({ audience: bob, keys, algorithms: [] })).toThrow(TypeError)
  })

  it('cannot make identifiers opaque: sixteen bytes are a UUID', async () => {
    const given = { audience: bob, keys, clock: () => now, ids: 'opaque' }
    const verifier = createCoseVerifier(given)
    const nil = await rootMessage([[7, new Uint8Array(16)]])
    expect(await refusal(() => verifier.verify(nil))).toEqual(['ECT_CLAIM_ID', 'jti'])
    expect((await verifier.verify(await sign())).ids).toBe('uuid')
  })
})

describe('[COSE-REPLAY] the replay memory', () => {
  it('refuses the second use', async () => {
    const verifier = verifierForBob()
    const message = await sign()
    await verifier.verify(message)
    expect(await refusal(() => verifier.verify(message))).toEqual(['ECT_REPLAY_SEEN', 'jti'])
  })

  it('lets one of two uses at the same time through', async () => {
    const verifier = verifierForBob()
    const message = await sign()
    const answers = await Promise.all([1, 2, 3].map(() => refusal(() => verifier.verify(message))))
    expect(answers.filter((answer) => answer === 'accepted')).toHaveLength(1)
  })

  it('takes one task for one use, whichever form it comes in first', async () => {
    const replay = createReplayMemory()
    await verifierForBob({ replay }).verify(await sign())
    expect((await refusal(async () => compactVerifier(replay).verify(await compact())))[0]).toBe('ECT_REPLAY_SEEN')
    const other = createReplayMemory()
    await compactVerifier(other).verify(await compact())
    expect((await refusal(async () => verifierForBob({ replay: other }).verify(await sign())))[0]).toBe(
      'ECT_REPLAY_SEEN',
    )
  })

  it('[VERIFY-NO-EARLY-STORE] is not written when the graph refuses', async () => {
    const replay = createReplayMemory()
    const graph = (token: VerifiedCoseEct) => void admit(token, inlineStore([]))
    const message = await sign({ par: [uuid(2)] })
    const refused = await refusal(() => verifierForBob({ replay, graph }).verify(message))
    expect(refused).toEqual(['ECT_DAG_PARENT_MISSING', 'par[0]'])
    expect(await refusal(() => verifierForBob({ replay }).verify(message))).toBe('accepted')
  })
})

describe('[COSE-REVISION] the graph', () => {
  it('takes parents in CBOR and in JWS for a child of either form', async () => {
    const first = await verifierForBob().verify(await sign())
    const second = await compactVerifier().verify(await compact({ jti: uuid(2), par: [uuid(1)] }))
    expect(admit(second, inlineStore([first])).parents).toMatchObject([{ task: first.task }])
    const third = await verifierForBob({
      graph: (token) => void admit(token, inlineStore([first, second])),
    }).verify(await sign({ jti: uuid(3), par: [uuid(1), uuid(2)] }))
    const admitted = admit(third, inlineStore([first, second]))
    expect(admitted.parents.map(({ task }) => task.taskId)).toEqual([uuid(1), uuid(2)])
    expectTypeOf(admitted.token).toEqualTypeOf<VerifiedCoseEct>()
  })

  it('[DAG-POLICY-PARENT] refuses a child of a rejected parent', async () => {
    const rejected = await verifierForBob().verify(await sign({ pol_decision: 'rejected' }))
    const child = await sign({ jti: uuid(2), par: [uuid(1)] })
    const graph = (token: VerifiedCoseEct) => void admit(token, inlineStore([rejected]))
    expect((await refusal(() => verifierForBob({ graph }).verify(child)))[0]).toBe('ECT_DAG_PARENT_POLICY')
  })

  it('[ENV-SIG-NOT-IDENTITY] takes one token that came twice, with two signatures, for one', async () => {
    const { payload } = decodeCoseEct(await sign())
    const again = async () => verifierForBob().verify(await rootMessage([...payload]))
    const [one, other] = [await again(), await again()]
    expect(one.bytes).not.toEqual(other.bytes)
    const child = await verifierForBob().verify(await sign({ jti: uuid(2), par: [uuid(1)] }))
    expect(admit(child, inlineStore([one, other])).parents).toHaveLength(1)
  })

  it('[ENV-TYPED-AFTER-VERIFY] takes no token that was only decoded: the compiler does not', async () => {
    const decoded = decodeCoseEct(await sign())
    // @ts-expect-error a decoded token is not a verified one
    expect(() => admit(decoded, inlineStore([]))).toThrow(TypeError)
    // @ts-expect-error nor may it be a parent
    expect(() => inlineStore([decoded]).recordsOf(uuid(1))).toThrow(TypeError)
    const { bytes, header, claims, payload, task, ids, verifiedAt, signingInput } = await verifierForBob().verify(
      await sign(),
    )
    // @ts-expect-error the brand is missing, and nobody but a verifier can give it
    const forged: VerifiedCoseEct = { bytes, header, claims, payload, task, ids, verifiedAt, signingInput }
    expect(forged.task).toBe(task)
  })
})

describe('[COSE-LEDGER] a ledger', () => {
  it('refuses a token in CBOR, and it does not compile', async () => {
    const token = await verifierForBob().verify(await sign())
    expectTypeOf<VerifiedCoseEct>().not.toExtend<VerifiedEct>()
    expect(isSealed(token)).toBe(false)
    const ledger = new MemoryLedger()
    // @ts-expect-error a ledger keeps compact tokens
    await expect(ledger.append(token, admit)).rejects.toThrow(TypeError)
    expect(await ledger.size()).toBe(0)
  })
})

it('[COSE-KID] a key set may name a key in any script', async () => {
  const kid = 'clé-ключ-🔑'
  const jwk = { ...aliceKey.publicJwk, kid }
  const signer = { ...key, kid, publicJwk: jwk, sign: (bytes: Uint8Array) => key.sign(bytes) }
  const message = await signCoseEct(rootTask, { key: signer, now })
  const token = await verifierForBob({ keys: jwksKeys({ keys: [jwk] }) }).verify(message)
  expect(token.header.kid).toBe(kid)
})
