import { createHash } from 'node:crypto'
import {
  checkCheckpoint,
  cosignCheckpoint,
  encodeBase64,
  formatSignedNote,
  generateNoteKey,
  noteSigner,
  parseCheckpoint,
} from '@wimse-ect/ledger'
import { describe, expect, it } from 'vitest'
import { codeOfCheck } from '../../ledger/contract/refusal.ts'
import { createWitness, type ForkEvidence, memoryWitnessState, type WitnessState } from '../src/index.ts'
import { entriesOf, logKeys, logOf, NaiveLog, origin } from './naive-log.ts'
import {
  bodyFor,
  otherWitnessKeys,
  seen,
  sendBody,
  statusOf,
  submit,
  witnessKeys,
  witnessOf,
  witnessTime,
} from './witnesses.ts'

const witnessPolicy = { witnesses: [witnessKeys.verifierKey], threshold: 1 }

describe('what follows from the last checkpoint', () => {
  it('[CHECKPOINT-COSIGNATURE] gets 200 and a cosignature with which the checkpoint passes the policy', async () => {
    const log = logOf(5)
    const [status, line] = await seen(submit(witnessOf(), log, 0))
    expect(status).toBe(200)
    const { witnessings } = checkCheckpoint((await log.checkpoint()) + line, {
      logKey: logKeys.verifierKey,
      witnessPolicy,
    })
    expect(witnessings).toEqual([{ name: 'witness.example.com/w1', time: witnessTime }])
  })

  it('[CHECKPOINT-COSIGNATURE] is cosigned at every size of a growing log, and again at the same size', async () => {
    const witness = witnessOf()
    const log = logOf(0)
    let last = 0
    for (const growth of [0, 1, 0, 1, 1, 2, 3, 0, 10]) {
      log.grow(...Array.from({ length: growth }, (_, at) => `entry ${log.size + at}`))
      expect(await statusOf(submit(witness, log, last))).toBe(200)
      last = log.size
    }
  })

  it('is cosigned for each of several logs', async () => {
    const other = generateNoteKey('ledger.example.com/other')
    const witness = witnessOf({ logs: [logKeys.verifierKey, other.verifierKey] })
    const otherLog = new NaiveLog(entriesOf(3), noteSigner(other.signerKey))
    expect(await statusOf(submit(witness, logOf(5), 0))).toBe(200)
    expect(await statusOf(submit(witness, otherLog, 0))).toBe(200)
    expect(await statusOf(submit(witness, logOf(5), 5))).toBe(200)
  })

  it('is cosigned whatever other signatures stand below it, and none of them is kept', async () => {
    const state = memoryWitnessState()
    const { text, signatures } = parseCheckpoint(await logOf(5).checkpoint())
    const noise = Array.from({ length: 99 }, (_, at) => ({ name: 'mallory', keyId: at, signature: new Uint8Array(9) }))
    const note = formatSignedNote({ text, signatures: [...noise, ...signatures] })
    expect(await statusOf(submit(witnessOf({ state }), logOf(5), 0, { note }))).toBe(200)
    const kept = parseCheckpoint((await state.latest(origin)) ?? '')
    expect(kept.signatures.map(({ name }) => name)).toEqual([origin, 'witness.example.com/w1'])
  })

  it('is cosigned for everybody who asks at the same time', async () => {
    const witness = witnessOf()
    const statuses = await Promise.all(Array.from({ length: 8 }, () => statusOf(submit(witness, logOf(5), 0))))
    // The first one makes it 5, and the others start from 0.
    expect(statuses).toEqual([200, ...Array.from({ length: 7 }, () => 409)])
    const again = await Promise.all(Array.from({ length: 8 }, () => statusOf(submit(witness, logOf(5), 5))))
    expect(new Set(again)).toEqual(new Set([200]))
  })
})

describe('what contradicts the last checkpoint is not cosigned', () => {
  it('[PROOF-CONSISTENCY] the same size with another root: 422', async () => {
    const witness = witnessOf()
    await submit(witness, logOf(5), 0)
    expect(await statusOf(submit(witness, logOf(5, 'forked'), 5))).toBe(422)
    expect(await statusOf(submit(witness, logOf(5), 5))).toBe(200)
  })

  it('[PROOF-CONSISTENCY] a fork that has grown, with its own right proof: 422', async () => {
    const witness = witnessOf()
    await submit(witness, logOf(5), 0)
    for (const common of [0, 1, 4]) {
      expect(await statusOf(submit(witness, logOf(9, 'forked', common), 5))).toBe(422)
    }
    expect(await statusOf(submit(witness, logOf(5), 5))).toBe(200)
  })

  it('[LEDGER-TAMPER] a log that was rolled back: 409 with the size that it had', async () => {
    const witness = witnessOf()
    await submit(witness, logOf(9), 0)
    for (const old of [0, 3, 5]) expect(await seen(submit(witness, logOf(5), old))).toEqual([409, '9\n'])
  })

  it('both cannot be cosigned when a log and its fork ask at the same time', async () => {
    for (let round = 0; round < 20; round++) {
      const witness = witnessOf()
      await submit(witness, logOf(2, 'honest', 2), 0)
      const logs = [logOf(5, 'honest', 2), logOf(5, 'forked', 2), logOf(7, 'forked', 2), logOf(4, 'honest', 2)]
      const statuses = await Promise.all(logs.map((log) => statusOf(submit(witness, log, 2))))
      expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    }
  })

  it('both cannot be cosigned when two witnesses share a state that they check at different times', async () => {
    const state = memoryWitnessState()
    // Each looks before either writes, as two processes may.
    const waiting: (() => void)[] = []
    const together: WitnessState = {
      ...state,
      async latest(name) {
        const latest = await state.latest(name)
        if (waiting.length < 2) {
          await new Promise<void>((resolve) => {
            if (waiting.push(resolve) === 2) for (const go of waiting) go()
          })
        }
        return latest
      },
    }
    const answers = await Promise.all([
      seen(submit(witnessOf({ state: together }), logOf(5), 0)),
      seen(submit(witnessOf({ state: together }), logOf(6, 'forked'), 0)),
    ])
    const [won, lost] = answers.toSorted(([one], [other]) => one - other)
    expect(won?.[0]).toBe(200)
    const size = parseCheckpoint((await state.latest(origin)) ?? '').size
    expect(lost).toEqual([409, `${size}\n`])
  })

  it('whoever runs the witness is given both checkpoints of a fork of one size, and nothing else', async () => {
    const evidence: ForkEvidence[] = []
    const witness = witnessOf({ onFork: (found) => evidence.push(found) })
    await submit(witness, logOf(5), 0)
    await submit(witness, logOf(9, 'forked'), 5)
    await submit(witness, logOf(5), 5)
    expect(evidence).toEqual([])
    // Whatever size the client starts from.
    await submit(witness, logOf(5, 'forked'), 3)
    const [{ cosigned = '', refused = '' } = {}] = evidence
    const [one, other] = [cosigned, refused].map((note) => checkCheckpoint(note, { logKey: logKeys.verifierKey }))
    expect([one?.size, other?.size]).toEqual([5, 5])
    expect(one?.root).not.toEqual(other?.root)
    expect(evidence).toHaveLength(1)
  })
})

describe('the old size', () => {
  it('is that of the last checkpoint, or the answer is 409 and that size', async () => {
    const witness = witnessOf()
    expect(await seen(submit(witness, logOf(5), 3))).toEqual([409, '0\n'])
    await submit(witness, logOf(5), 0)
    for (const old of [0, 1, 4, 6, 9]) expect(await seen(submit(witness, logOf(9), old))).toEqual([409, '5\n'])
    const { headers } = await submit(witness, logOf(9), 0)
    expect(headers.get('content-type')).toBe('text/x.tlog.size')
  })

  it('is not above that of the checkpoint: 400', async () => {
    const witness = witnessOf()
    expect(await statusOf(submit(witness, logOf(5), 6))).toBe(400)
    await submit(witness, logOf(9), 0)
    expect(await statusOf(submit(witness, logOf(5), 9))).toBe(400)
  })
})

describe('the proof', () => {
  it('is empty when the old size is 0, or the answer is 422', async () => {
    expect(await statusOf(submit(witnessOf(), logOf(5), 0, { proof: [new Uint8Array(32)] }))).toBe(422)
  })

  it('of an empty tree: only that with the root of nothing is cosigned', async () => {
    expect(await statusOf(submit(witnessOf(), logOf(0), 0))).toBe(200)
    const note = await signedBy(logKeys.signerKey, `${origin}\n0\n${encodeBase64(new Uint8Array(32))}\n`)
    expect(await statusOf(submit(witnessOf(), logOf(0), 0, { note }))).toBe(422)
  })

  it('with a hash too many, too few or changed: 422', async () => {
    const witness = witnessOf()
    await submit(witness, logOf(5), 0)
    const proof = await logOf(9).consistencyProof(5, 9)
    for (const wrong of [
      [],
      proof.slice(1),
      proof.toReversed(),
      [...proof, new Uint8Array(32)],
      proof.with(0, new Uint8Array(32)),
    ]) {
      expect(await statusOf(submit(witness, logOf(9), 5, { proof: wrong }))).toBe(422)
    }
    expect(await statusOf(submit(witness, logOf(9), 5, { proof }))).toBe(200)
  })
})

describe('whose checkpoint it is', () => {
  it('a log that the witness does not follow: 404', async () => {
    const log = new NaiveLog(entriesOf(5), noteSigner(generateNoteKey('ledger.example.com/other').signerKey))
    expect(await statusOf(submit(witnessOf(), log, 0))).toBe(404)
  })

  it('[CHECKPOINT-KEY-NAME] the name of the log with the key of mallory: 403', async () => {
    const log = new NaiveLog(entriesOf(5), noteSigner(generateNoteKey(origin).signerKey))
    expect(await statusOf(submit(witnessOf(), log, 0))).toBe(403)
  })

  it('the key of the log under a signature of something else: 403, also beside a right one', async () => {
    const right = parseCheckpoint(await logOf(5).checkpoint())
    const wrong = parseCheckpoint(await logOf(6).checkpoint())
    for (const signatures of [wrong.signatures, [...right.signatures, ...wrong.signatures]]) {
      const note = formatSignedNote({ text: right.text, signatures })
      expect(await statusOf(submit(witnessOf(), logOf(5), 0, { note }))).toBe(403)
    }
  })

  it('a cosignature of another witness is no signature of the log: 403', async () => {
    const cosigned = await cosignCheckpoint(
      await logOf(5).checkpoint(),
      noteSigner(otherWitnessKeys.signerKey, 'witness'),
      1,
    )
    const { text, signatures } = parseCheckpoint(cosigned)
    const note = formatSignedNote({ text, signatures: signatures.slice(1) })
    expect(await statusOf(submit(witnessOf(), logOf(5), 0, { note }))).toBe(403)
  })
})

describe('a request that is malformed: 400', () => {
  const hash = encodeBase64(new Uint8Array(32))

  it.each<[what: string, change: (body: string) => string]>([
    ['nothing', () => ''],
    ['no old size', (body) => body.slice(body.indexOf('\n') + 1)],
    ['an old size without its word', (body) => body.replace('old 0', '0')],
    ['an old size with a leading zero', (body) => body.replace('old 0', 'old 00')],
    ['an old size with a sign', (body) => body.replace('old 0', 'old +0')],
    ['an old size above 2^53-1', (body) => body.replace('old 0', 'old 9007199254740992')],
    ['line ends of two characters', (body) => body.replaceAll('\n', '\r\n')],
    ['a byte order mark', (body) => `\ufeff${body}`],
    ['a hash of 31 bytes', (body) => body.replace('\n', `\n${encodeBase64(new Uint8Array(31))}\n`)],
    ['a hash without padding', (body) => body.replace('\n', `\n${hash.replace('=', '')}\n`)],
    ['a proof of 64 hashes', (body) => body.replace('\n', `\n${`${hash}\n`.repeat(64)}`)],
    ['no checkpoint', (body) => body.slice(0, body.indexOf('\n\n') + 2)],
    ['no signature', (body) => body.slice(0, body.lastIndexOf('\n\n') + 2)],
    ['a checkpoint without its last line end', (body) => body.slice(0, -1)],
  ])('%s', async (_, change) => {
    const body = await bodyFor(logOf(5), 0)
    expect(await statusOf(sendBody(witnessOf(), change(body)))).toBe(400)
    expect(await statusOf(sendBody(witnessOf(), body))).toBe(200)
  })

  it('bytes that are not UTF-8', async () => {
    const body = new TextEncoder().encode(await bodyFor(logOf(5), 0))
    expect(await statusOf(sendBody(witnessOf(), Uint8Array.of(...body, 0xff, 0x0a)))).toBe(400)
  })
})

describe('other requests', () => {
  it('a body above the limit: 413, and one of exactly that size passes', async () => {
    const body = await bodyFor(logOf(5), 0)
    const { length } = new TextEncoder().encode(body)
    expect(await statusOf(sendBody(witnessOf({ maxBodyBytes: length - 1 }), body))).toBe(413)
    expect(await statusOf(sendBody(witnessOf({ maxBodyBytes: length }), body))).toBe(200)
    expect(await statusOf(sendBody(witnessOf(), new Uint8Array(65_537)))).toBe(413)
  })

  it.each([
    ['GET', '/add-checkpoint', 405],
    ['PUT', '/add-checkpoint', 405],
    ['POST', '/add-checkpoints', 404],
    ['POST', '/add-checkpoint/', 404],
    ['POST', '/', 404],
    ['POST', `/${'0'.repeat(64)}/checkpoint`, 405],
    ['GET', `/${'0'.repeat(64)}/checkpoint`, 404],
  ])('%s %s: %d', async (method, path, status) => {
    expect(await statusOf(witnessOf()(new Request(`https://witness.example.com${path}`, { method })))).toBe(status)
  })

  it('the latest cosigned checkpoint is there for auditors, under the digest of the log', async () => {
    const witness = witnessOf()
    const url = `https://witness.example.com/w1/${createHash('sha256').update(origin).digest('hex')}/checkpoint`
    expect(await statusOf(witness(new Request(url)))).toBe(404)
    await submit(witness, logOf(5), 0)
    await submit(witness, logOf(9), 5)
    const [status, note] = await seen(witness(new Request(url)))
    expect(status).toBe(200)
    expect(checkCheckpoint(note, { logKey: logKeys.verifierKey, witnessPolicy }).size).toBe(9)
  })
})

describe('a witness that fails says so, cosigns nothing and keeps the reason for its operator', () => {
  const broken = new Error('the disk is gone')

  it.each<[what: string, state: WitnessState, status: number]>([
    ['a state that cannot be read', { ...memoryWitnessState(), latest: () => Promise.reject(broken) }, 500],
    ['a state that cannot be written', { ...memoryWitnessState(), advance: () => Promise.reject(broken) }, 500],
    ['a state that holds something else', { ...memoryWitnessState(), latest: async () => 'something else' }, 503],
    ['an empty note', { ...memoryWitnessState(), latest: async () => '' }, 503],
    ['the state of another log', { ...memoryWitnessState(), latest: () => otherLog().checkpoint() }, 503],
  ])('%s', async (_, state, status) => {
    const errors: unknown[] = []
    const [seenStatus, body] = await seen(
      submit(witnessOf({ state, onError: (error) => errors.push(error) }), logOf(5), 0),
    )
    expect(seenStatus).toBe(status)
    expect(body).not.toContain('disk')
    expect(body).not.toContain('\u2014')
    expect(errors).toHaveLength(1)
  })

  it.each([0, -1, 0.5, Number.NaN])('a clock that says %d', async (time) => {
    expect(await statusOf(submit(witnessOf({ clock: () => time }), logOf(5), 0))).toBe(500)
  })

  it('a failure does not hold up the requests after it', async () => {
    const state = memoryWitnessState()
    let failures = 1
    const witness = witnessOf({
      state: {
        ...state,
        latest: (name) => (failures-- > 0 ? Promise.reject(broken) : state.latest(name)),
      },
    })
    const statuses = await Promise.all([submit(witness, logOf(5), 0), submit(witness, logOf(5), 0)].map(statusOf))
    expect(statuses).toEqual([500, 200])
  })
})

describe('mistakes of whoever makes a witness', () => {
  const options = {
    signer: noteSigner(witnessKeys.signerKey, 'witness'),
    logs: [logKeys.verifierKey],
    state: memoryWitnessState(),
  }

  it('the key of a log to cosign with, and one log twice', () => {
    expect(() => createWitness({ ...options, signer: noteSigner(logKeys.signerKey) })).toThrow(TypeError)
    const again = generateNoteKey(origin).verifierKey
    expect(() => createWitness({ ...options, logs: [logKeys.verifierKey, again] })).toThrow(TypeError)
  })

  it.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('a limit of %d bytes', (maxBodyBytes) => {
    expect(() => createWitness({ ...options, maxBodyBytes })).toThrow(TypeError)
  })

  it('the key of a witness among those of the logs', () => {
    const make = (): unknown => createWitness({ ...options, logs: [witnessKeys.verifierKey] })
    expect(codeOfCheck(make)).toBe('ECT_CHECKPOINT_KEY')
  })
})

function otherLog(): NaiveLog {
  return new NaiveLog(entriesOf(5), noteSigner(generateNoteKey('ledger.example.com/other').signerKey))
}

/** A note with any text, signed as a log signs. */
async function signedBy(signerKey: string, text: string): Promise<string> {
  const signer = noteSigner(signerKey)
  const signature = await signer.sign(new TextEncoder().encode(text))
  return formatSignedNote({ text, signatures: [{ name: signer.key.name, keyId: signer.key.id, signature }] })
}
