import type { RequestListener, ServerResponse } from 'node:http'
import { EctError } from '@wimse-ect/claims'
import {
  checkCheckpoint,
  cosignCheckpoint,
  formatSignedNote,
  formatVerifierKey,
  generateNoteKey,
  makeNoteKey,
  noteSigner,
  parseCheckpoint,
  parseVerifierKey,
} from '@wimse-ect/ledger'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../../ledger/contract/refusal.ts'
import { requestCosignatures, type WitnessAnswer } from '../src/index.ts'
import { parseSubmission } from '../src/submission.ts'
import { logKeys, logOf, type NaiveLog, origin } from './naive-log.ts'
import { liarOnLoopback, witnessOnLoopback } from './on-loopback.ts'
import { otherWitnessKeys, statusOf, submit, witnessKeys, witnessOf, witnessTime } from './witnesses.ts'

const logKey = logKeys.verifierKey
const cosigned = { name: 'witness.example.com/w1', ok: true, time: witnessTime }
const bothOf = { witnesses: [witnessKeys.verifierKey, otherWitnessKeys.verifierKey], threshold: 2 }

describe('honest witnesses', () => {
  it('[CHECKPOINT-COSIGNATURE] cosign the checkpoint, which then passes the policy, while the log grows', async () => {
    const log = logOf(3)
    const witnesses = [
      await witnessOnLoopback(),
      await witnessOnLoopback(witnessOf({}, otherWitnessKeys), otherWitnessKeys),
    ]
    for (const growth of [0, 4, 0, 1]) {
      log.grow(...Array.from({ length: growth }, (_, at) => `entry ${log.size + at}`))
      const { checkpoint, size, answers } = await requestCosignatures(log, witnesses)
      expect(answers).toEqual([cosigned, { ...cosigned, name: 'witness.example.com/w2' }])
      const checked = checkCheckpoint(checkpoint, { logKey, witnessPolicy: bothOf })
      expect([checked.size, size]).toEqual([log.size, log.size])
    }
  })

  it('are asked once when the size that they cosigned last is known', async () => {
    const sizes: (number | undefined)[] = []
    const witness = witnessOf()
    const { verifierKey, url } = await witnessOnLoopback(async (request) => {
      sizes.push(parseSubmission(await request.clone().text())?.oldSize)
      return witness(request)
    })
    const log = logOf(3)
    const { size } = await requestCosignatures(log, [{ url, verifierKey }])
    log.grow('entry 3')
    await requestCosignatures(log, [{ url, verifierKey, lastSize: size }])
    log.grow('entry 4')
    await requestCosignatures(log, [{ url, verifierKey }])
    // More than the log has is no size to start from.
    await requestCosignatures(log, [{ url, verifierKey, lastSize: 9 }])
    expect(sizes).toEqual([0, 3, 0, 4, 5])
  })

  it('are found below a prefix with and without a slash at its end', async () => {
    const { url, verifierKey } = await witnessOnLoopback()
    for (const prefix of [url, `${url}/`]) {
      const { answers } = await requestCosignatures(logOf(3), [{ url: prefix, verifierKey }])
      expect(answers).toEqual([cosigned])
    }
  })

  it('add to the cosignatures that are there, and replace their own', async () => {
    const log = logOf(3)
    const third = generateNoteKey('witness.example.com/w3', 'witness')
    let note = await log.checkpoint()
    for (const { signerKey } of [third, witnessKeys]) {
      note = await cosignCheckpoint(note, noteSigner(signerKey, 'witness'), 1)
    }
    const cosignedBefore = { checkpoint: async () => note, consistencyProof: log.consistencyProof.bind(log) }
    const { checkpoint } = await requestCosignatures(cosignedBefore, [await witnessOnLoopback()])
    const witnessPolicy = { witnesses: [third.verifierKey, witnessKeys.verifierKey], threshold: 2 }
    const { witnessings, signatures } = checkCheckpoint(checkpoint, { logKey, witnessPolicy })
    expect(witnessings.map(({ time }) => time)).toEqual([1, witnessTime])
    expect(signatures).toHaveLength(3)
  })

  it('cosign although another one fails, and the checkpoint holds what came', async () => {
    const liar = { ...(await liarOnLoopback((_, response) => response.writeHead(500).end())) }
    const witnesses = [{ ...liar, verifierKey: otherWitnessKeys.verifierKey }, await witnessOnLoopback()]
    const { checkpoint, answers } = await requestCosignatures(logOf(3), witnesses)
    expect(answers.map(outcome)).toEqual(['ECT_WITNESS_UNAVAILABLE', 'ok'])
    const witnessPolicy = { ...bothOf, threshold: 1 }
    expect(checkCheckpoint(checkpoint, { logKey, witnessPolicy }).witnessings).toHaveLength(1)
  })

  it('without witnesses the checkpoint is as it was', async () => {
    const log = logOf(3)
    expect(await requestCosignatures(log, [])).toEqual({ checkpoint: await log.checkpoint(), size: 3, answers: [] })
  })
})

describe('a log that contradicts what a witness saw', () => {
  it('[LEDGER-TAMPER] the same size with another root, and a fork that has grown', async () => {
    const witness = await witnessOnLoopback()
    await requestCosignatures(logOf(5), [witness])
    for (const log of [logOf(5, 'forked', 4), logOf(9, 'forked', 4)]) {
      const { checkpoint, answers } = await requestCosignatures(log, [witness])
      expect(answers).toMatchObject([{ ok: false, error: { code: 'ECT_WITNESS_INCONSISTENT' }, claimedSize: 5 }])
      expect(checkpoint).toBe(await log.checkpoint())
    }
  })

  it('[LEDGER-TAMPER] rolled back: the witness is ahead of what the log has', async () => {
    const witness = await witnessOnLoopback()
    await requestCosignatures(logOf(9), [witness])
    const { answers } = await requestCosignatures(logOf(5), [witness])
    expect(answers).toMatchObject([{ ok: false, error: { code: 'ECT_WITNESS_AHEAD' }, claimedSize: 9 }])
  })

  it('is not one that has grown while it was asked', async () => {
    const served = witnessOf()
    const witness = await witnessOnLoopback(served)
    const log = logOf(3)
    const note = await log.checkpoint()
    log.grow('entry 3')
    expect(await statusOf(submit(served, log, 0))).toBe(200)
    let calls = 0
    const growing = {
      checkpoint: async () => (calls++ === 0 ? note : log.checkpoint()),
      consistencyProof: log.consistencyProof.bind(log),
    }
    const { answers } = await requestCosignatures(growing, [witness])
    expect(answers).toMatchObject([{ ok: false, error: { code: 'ECT_WITNESS_BUSY' }, claimedSize: 4 }])
  })

  it('what a witness does not follow, or knows by another key', async () => {
    const other = generateNoteKey('ledger.example.com/other').verifierKey
    const rekeyed = generateNoteKey(origin).verifierKey
    const codes = await Promise.all(
      [other, rekeyed].map(async (followed) => codeFrom(await witnessOnLoopback(witnessOf({ logs: [followed] })))),
    )
    expect(codes).toEqual(['ECT_WITNESS_LOG_UNKNOWN', 'ECT_WITNESS_LOG_KEY'])
  })

  it('a log that fails is reported where it failed', async () => {
    const witness = await witnessOnLoopback()
    const failing = { checkpoint: () => logOf(3).checkpoint(), consistencyProof: () => unavailable() }
    const { answers } = await requestCosignatures(failing, [witness])
    expect(answers.map(outcome)).toEqual(['ECT_LEDGER_UNAVAILABLE'])
    const mute = { ...failing, checkpoint: () => unavailable() }
    expect(await codeOf(requestCosignatures(mute, [witness]))).toBe('ECT_LEDGER_UNAVAILABLE')
  })
})

describe('a witness that lies', () => {
  const mallory = generateNoteKey('witness.example.com/w1', 'witness')

  it.each<[what: string, code: string, lie: (log: NaiveLog) => Promise<string>]>([
    ['the key of mallory under its name', 'ECT_WITNESS_COSIGNATURE', (log) => cosignatureOf(log, mallory.signerKey)],
    ['another witness', 'ECT_WITNESS_COSIGNATURE', (log) => cosignatureOf(log, otherWitnessKeys.signerKey)],
    ['a cosignature of another checkpoint', 'ECT_WITNESS_COSIGNATURE', () => cosignatureOf(logOf(4))],
    ['a cosignature without a time', 'ECT_WITNESS_COSIGNATURE', (log) => cosignatureOf(log, undefined, 0)],
    ['two cosignatures', 'ECT_WITNESS_COSIGNATURE', async (log) => (await cosignatureOf(log)).repeat(2)],
    ['its cosignature with a bit changed', 'ECT_WITNESS_COSIGNATURE', changedCosignature],
    ['nothing', 'ECT_WITNESS_ANSWER', async () => ''],
    ['garbage', 'ECT_WITNESS_ANSWER', async () => '\u001b[2J<script>\n'],
    ['a line without its end', 'ECT_WITNESS_ANSWER', async (log) => (await cosignatureOf(log)).trimEnd()],
    ['the whole checkpoint', 'ECT_WITNESS_ANSWER', async (log) => cosignedBy(log, witnessKeys.signerKey)],
    ['text of its own', 'ECT_WITNESS_ANSWER', async (log) => `extension\n\n${await cosignatureOf(log)}`],
    ['100 lines', 'ECT_WITNESS_ANSWER', async (log) => (await cosignatureOf(log)).repeat(101)],
  ])('%s: %s', async (_, code, lie) => {
    const log = logOf(3)
    const body = await lie(log)
    const witness = await liarOnLoopback((_request, response) => response.writeHead(200).end(body))
    const { checkpoint, answers } = await requestCosignatures(log, [witness])
    expect(answers.map(outcome)).toEqual([code])
    expect(checkpoint).toBe(await log.checkpoint())
    expect(JSON.stringify(answers)).not.toContain('script')
  })

  it('lines of keys that nobody asked for are ignored', async () => {
    const log = logOf(3)
    const lines = (await cosignatureOf(log, mallory.signerKey)) + (await cosignatureOf(log))
    const witness = await liarOnLoopback((_, response) => response.writeHead(200).end(lines))
    const { checkpoint, answers } = await requestCosignatures(log, [witness])
    expect(answers).toEqual([{ ...cosigned, time: 1 }])
    expect(parseCheckpoint(checkpoint).signatures).toHaveLength(2)
  })

  it.each<[what: string, code: string, listener: RequestListener]>([
    ['a redirect', 'ECT_WITNESS_ANSWER', (_, response) => response.writeHead(307, { location: '/elsewhere' }).end()],
    ['no content', 'ECT_WITNESS_ANSWER', (_, response) => response.writeHead(204).end()],
    ['400', 'ECT_WITNESS_ANSWER', (_, response) => response.writeHead(400).end()],
    ['429', 'ECT_WITNESS_UNAVAILABLE', (_, response) => response.writeHead(429).end()],
    ['503', 'ECT_WITNESS_UNAVAILABLE', (_, response) => response.writeHead(503).end()],
    ['a body that does not end', 'ECT_WITNESS_ANSWER', (_, response) => pour(response.writeHead(200))],
    ['an error with such a body', 'ECT_WITNESS_ANSWER', (_, response) => pour(response.writeHead(500))],
    ['bytes that are no text', 'ECT_WITNESS_ANSWER', (_, response) => response.end(Uint8Array.of(0xe2, 0x28))],
    ['a connection that breaks', 'ECT_WITNESS_UNAVAILABLE', (request) => request.socket.destroy()],
    ['a size above 2^53-1', 'ECT_WITNESS_ANSWER', conflict('9007199254740992\n')],
    ['a size that is none', 'ECT_WITNESS_ANSWER', conflict('-1\n')],
    ['a size without its line end', 'ECT_WITNESS_ANSWER', conflict('2')],
    ['a size of another type', 'ECT_WITNESS_ANSWER', conflict('2\n', 'text/plain')],
    ['a size that the log never had', 'ECT_WITNESS_AHEAD', conflict('9007199254740991\n')],
    ['a size again and again', 'ECT_WITNESS_BUSY', conflict('2\n', 'Text/X.tlog.size; charset=utf-8')],
  ])('%s: %s', async (_, code, listener) => {
    expect(await codeFrom(await liarOnLoopback(listener))).toBe(code)
  })

  it('a redirect leads nowhere, and nobody is asked more than twice', async () => {
    const paths: (string | undefined)[] = []
    const witness = await liarOnLoopback(({ url }, response) => {
      paths.push(url)
      if (paths.length === 1) response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end('1\n')
      else response.writeHead(307, { location: '/elsewhere' }).end()
    })
    expect(await codeFrom(witness)).toBe('ECT_WITNESS_ANSWER')
    expect(paths).toEqual(['/add-checkpoint', '/add-checkpoint'])
  })

  it.each<[what: string, listener: RequestListener]>([
    ['no answer', () => {}],
    ['the beginning of an answer', (_, response) => response.writeHead(200).write('\u2014 witness')],
    ['a size, and then no answer', answeringOnce()],
  ])('%s within the time: ECT_WITNESS_UNAVAILABLE', async (_, listener) => {
    const { answers } = await requestCosignatures(logOf(3), [await liarOnLoopback(listener)], { deadlineMs: 300 })
    expect(answers.map(outcome)).toEqual(['ECT_WITNESS_UNAVAILABLE'])
  })

  it('nobody behind the URL: ECT_WITNESS_UNAVAILABLE', async () => {
    const { verifierKey } = witnessKeys
    expect(await codeFrom({ url: 'http://127.0.0.1:1', verifierKey })).toBe('ECT_WITNESS_UNAVAILABLE')
  })
})

describe('mistakes of whoever asks', () => {
  const { verifierKey } = witnessKeys

  it.each([
    'witness.example.com',
    'ftp://witness.example.com',
    'https://alice@witness.example.com',
    'https://:secret@witness.example.com',
    'https://witness.example.com/?a',
    'https://witness.example.com/#a',
  ])('the URL %s', async (url) => {
    await expect(requestCosignatures(logOf(3), [{ url, verifierKey }])).rejects.toThrow(TypeError)
  })

  it('one key twice, also under two names', async () => {
    const url = 'https://witness.example.com'
    const { publicKey } = parseVerifierKey(verifierKey, 'witness')
    const alias = formatVerifierKey(makeNoteKey('witness.example.com/alias', 'witness', publicKey))
    for (const second of [verifierKey, alias]) {
      const witnesses = [verifierKey, second].map((key) => ({ url, verifierKey: key }))
      await expect(requestCosignatures(logOf(3), witnesses)).rejects.toThrow(TypeError)
    }
  })

  it.each([0, -1, 0.5, Number.NaN, 2 ** 31])('a deadline of %d', async (deadlineMs) => {
    await expect(requestCosignatures(logOf(3), [], { deadlineMs })).rejects.toThrow(TypeError)
  })

  it.each([-1, 0.5, Number.NaN])('a last size of %d', async (lastSize) => {
    const witness = { url: 'https://witness.example.com', verifierKey, lastSize }
    await expect(requestCosignatures(logOf(3), [witness])).rejects.toThrow(TypeError)
  })

  it('the key of a log', async () => {
    const witness = { url: 'https://witness.example.com', verifierKey: logKey }
    expect(await codeOf(requestCosignatures(logOf(3), [witness]))).toBe('ECT_CHECKPOINT_KEY')
  })
})

async function codeFrom(witness: Parameters<typeof requestCosignatures>[1][number]): Promise<string> {
  const { answers } = await requestCosignatures(logOf(3), [witness])
  return answers.map(outcome).join()
}

function outcome(answer: WitnessAnswer): string {
  return answer.ok ? 'ok' : answer.error.code
}

function unavailable(): Promise<never> {
  return Promise.reject(new EctError('ECT_LEDGER_UNAVAILABLE'))
}

async function cosignedBy(log: NaiveLog, signerKey: string, time = 1): Promise<string> {
  return cosignCheckpoint(await log.checkpoint(), noteSigner(signerKey, 'witness'), time)
}

/** The line that a witness answers with. */
async function cosignatureOf(log: NaiveLog, signerKey = witnessKeys.signerKey, time = 1): Promise<string> {
  const note = await cosignedBy(log, signerKey, time)
  return note.slice((await log.checkpoint()).length)
}

async function changedCosignature(log: NaiveLog): Promise<string> {
  const { text: body, signatures } = parseCheckpoint(await cosignedBy(log, witnessKeys.signerKey))
  const [own, cosignature] = signatures
  if (own === undefined || cosignature === undefined) throw new TypeError('there are two signatures')
  const changed = cosignature.signature.with(20, (cosignature.signature[20] ?? 0) ^ 1)
  const note = formatSignedNote({ text: body, signatures: [own, { ...cosignature, signature: changed }] })
  return note.slice((await log.checkpoint()).length)
}

function pour(response: ServerResponse): void {
  const more = (): void => {
    while (!response.destroyed && response.write('x'.repeat(65_536)));
  }
  response.on('drain', more)
  more()
}

function conflict(body: string, type = 'text/x.tlog.size'): RequestListener {
  return (_, response) => response.writeHead(409, { 'content-type': type }).end(body)
}

function answeringOnce(): RequestListener {
  let questions = 0
  return (request, response) => {
    if (questions++ === 0) conflict('2\n')(request, response)
  }
}
