import { describe, expect, it } from 'vitest'
import { naiveRoot } from '../../contract/merkle-oracle.ts'
import { codeOf, codeOfCheck } from '../../contract/refusal.ts'
import { checkCheckpoint } from '../../src/checkpoint/check-checkpoint.ts'
import { parseCheckpoint, signCheckpoint } from '../../src/checkpoint/checkpoint.ts'
import { formatVerifierKey, makeNoteKey } from '../../src/checkpoint/note-key.ts'
import { noteSigner } from '../../src/checkpoint/note-signer.ts'
import { formatSignedNote, parseSignedNote } from '../../src/checkpoint/signed-note.ts'
import { checkConsistency } from '../../src/merkle/consistency-proof.ts'
import { emptyRoot, leafHash } from '../../src/merkle/tree-hash.ts'
import { fromBase64, fromHex } from '../merkle/trees.ts'
import { step } from '../step.ts'
import { goCheckpoint, goLog, logKeys, nodeSignature, nodeVerifies, witnessKeys } from './keys.ts'

const { signer, signerKey, verifierKey: logKey } = logKeys()
const origin = signer.key.name
const root = leafHash('root')
const rootText = Buffer.from(root).toString('base64')
const note = await signCheckpoint({ size: 7, root }, signer)
const signatureLine = note.slice(note.indexOf('\u2014'))

/** A text with the signature by node:crypto that belongs to it. */
function signedAnew(text: string): string {
  const bytes = Buffer.concat([Buffer.alloc(4), nodeSignature(text, signerKey)])
  bytes.writeUInt32BE(signer.key.id)
  return `${text}\n\u2014 ${origin} ${bytes.toString('base64')}\n`
}

const codeOfNote = (changed: string): string => codeOfCheck(() => checkCheckpoint(changed, { logKey }))

describe('signing', () => {
  it.each(goLog.checkpoints)('[CHECKPOINT-NOTE] size $size of the Go log, to the byte', async (checkpoint) => {
    const { size } = checkpoint
    const entries = goLog.entries.slice(0, size).map((entry) => new TextEncoder().encode(entry))
    const head = { size, root: naiveRoot(entries) }
    const expected = goCheckpoint(checkpoint)
    expect(await signCheckpoint(head, noteSigner(goLog.signerKey))).toBe(expected)
    expect(checkCheckpoint(expected, { logKey: goLog.verifierKey })).toMatchObject(head)
  })

  it('[CHECKPOINT-NOTE] node:crypto verifies it, without any code of ours', () => {
    const [text, lines] = note.split('\n\n')
    const bytes = Buffer.from(/^\u2014 \S+ (\S+)\n$/.exec(lines ?? '')?.[1] ?? '', 'base64')
    expect(nodeVerifies(bytes.subarray(4), `${text}\n`, signer.key.publicKey)).toBe(true)
    expect(text).toBe(`${origin}\n7\n${rootText}`)
  })

  it('[CHECKPOINT-NOTE] the empty log has size 0 and the hash of nothing', async () => {
    const empty = await signCheckpoint({ size: 0, root: emptyRoot() }, signer)
    expect(empty.startsWith(`${origin}\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n`)).toBe(true)
    expect(checkCheckpoint(empty, { logKey })).toMatchObject({ origin, size: 0 })
  })

  it('[CHECKPOINT-NOTE] a key that lies elsewhere signs too', async () => {
    const remote = { key: signer.key, sign: async (message: Uint8Array) => signer.sign(message) }
    expect(await signCheckpoint({ size: 7, root }, remote)).toBe(note)
  })

  it('[CHECKPOINT-NOTE] what is not 64 bytes is no signature', async () => {
    const broken = { key: signer.key, sign: () => new Uint8Array(70) }
    expect(await codeOf(signCheckpoint({ size: 7, root }, broken))).toBe('ECT_SIGNATURE_SIGNER')
  })

  it('[CHECKPOINT-NOTE] a witness signs no checkpoint, and nobody anything but a tree head', async () => {
    await expect(signCheckpoint({ size: 7, root }, witnessKeys('w').signer)).rejects.toThrow(TypeError)
    for (const size of [-1, 0.5, Number.NaN, 2 ** 53]) {
      await expect(signCheckpoint({ size, root }, signer)).rejects.toThrow(TypeError)
    }
    await expect(signCheckpoint({ size: 7, root: root.slice(1) }, signer)).rejects.toThrow(TypeError)
  })
})

describe('checking', () => {
  it('[CHECKPOINT-NOTE] gives the head that was signed', () => {
    const checked = checkCheckpoint(note, { logKey })
    expect(checked).toEqual({ ...parseCheckpoint(note), witnessings: [] })
    expect(checked).toMatchObject({ origin, size: 7, root, text: `${origin}\n7\n${rootText}\n` })
  })

  it('[CHECKPOINT-NOTE] every change of one bit is refused', () => {
    const bytes = Buffer.from(note)
    const accepted: number[] = []
    for (let bit = 0; bit < bytes.length * 8; bit += step) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      if (codeOfNote(changed.toString('utf8')) === 'accepted') accepted.push(bit)
    }
    expect(accepted).toEqual([])
  })

  it('[CHECKPOINT-NOTE] no part of it is one', () => {
    for (let length = 0; length < note.length; length++) {
      expect(codeOfNote(note.slice(0, length))).not.toBe('accepted')
      expect(codeOfNote(note.slice(length + 1))).not.toBe('accepted')
    }
  })

  it('[CHECKPOINT-KEY-NAME] a checkpoint of another log is refused, also when the signature is right', async () => {
    expect(await codeOfAnother('other.example.com/audit')).toBe('ECT_CHECKPOINT_ORIGIN')
    expect(codeOfNote(signedAnew(`other.example.com/audit\n7\n${rootText}\n`))).toBe('ECT_CHECKPOINT_ORIGIN')
    // The same name under another key: what anybody can claim to be.
    expect(await codeOfAnother(origin)).toBe('ECT_CHECKPOINT_SIGNATURE')
  })

  it('[CHECKPOINT-NOTE] a key is a log key in its one form', () => {
    for (const key of ['', 'key', `${logKey} `, signerKey, witnessKeys(origin).verifierKey]) {
      expect(codeOfCheck(() => checkCheckpoint(note, { logKey: key }))).toBe('ECT_CHECKPOINT_KEY')
    }
  })

  it.each<[string, string]>([
    ['no size', `${origin}\n${rootText}\n`],
    ['no root', `${origin}\n7\n`],
    ['an empty origin', `\n7\n${rootText}\n`],
    ['a leading zero', `${origin}\n07\n${rootText}\n`],
    ['a sign', `${origin}\n+7\n${rootText}\n`],
    ['a negative size', `${origin}\n-7\n${rootText}\n`],
    ['a hexadecimal size', `${origin}\n0x7\n${rootText}\n`],
    ['a size above 2^53-1', `${origin}\n9007199254740992\n${rootText}\n`],
    ['a space after the size', `${origin}\n7 \n${rootText}\n`],
    ['a root of 31 bytes', `${origin}\n7\n${Buffer.from(root.slice(1)).toString('base64')}\n`],
    ['a root of 33 bytes', `${origin}\n7\n${Buffer.from([...root, 0]).toString('base64')}\n`],
    ['a root in base64url', `${origin}\n7\n${Buffer.alloc(32, 0xfb).toString('base64url')}=\n`],
    ['a root without padding', `${origin}\n7\n${rootText.replace('=', '')}\n`],
    ['an empty extension line', `${origin}\n7\n${rootText}\n\nextension\n`],
    ['a carriage return', `${origin}\r\n7\r\n${rootText}\r\n`],
    ['a carriage return in an extension line', `${origin}\n7\n${rootText}\nextension\r\n`],
    ['a tab', `${origin}\n7\n${rootText}\nex\ttension\n`],
  ])('[CHECKPOINT-NOTE] %s is refused, although it is signed', (_what, text) => {
    expect(codeOfNote(signedAnew(text))).toBe('ECT_CHECKPOINT_FORMAT')
  })

  it('[CHECKPOINT-NOTE] a key of small order, whose signature would fit every text, has signed nothing', () => {
    const identity = new Uint8Array(32).with(0, 1)
    const key = makeNoteKey(origin, 'log', identity)
    const signature = Uint8Array.of(...identity, ...new Uint8Array(32))
    const { text } = parseSignedNote(note)
    const forged = formatSignedNote({ text, signatures: [{ name: origin, keyId: key.id, signature }] })
    const check = (): unknown => checkCheckpoint(forged, { logKey: formatVerifierKey(key) })
    expect(codeOfCheck(check)).toBe('ECT_CHECKPOINT_SIGNATURE')
  })

  it('[CHECKPOINT-NOTE] extension lines are read over, and signed like the rest', () => {
    const text = `${origin}\n7\n${rootText}\nextension\nanother one\n`
    expect(checkCheckpoint(signedAnew(text), { logKey })).toMatchObject({ size: 7, root, text })
    expect(codeOfNote(signedAnew(text).replace('another', 'yet another'))).toBe('ECT_CHECKPOINT_SIGNATURE')
  })

  it('[CHECKPOINT-NOTE] a log and a consistency proof of the test data of a Go witness', () => {
    const name = 'sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562'
    const key = makeNoteKey(name, 'log', fromHex('ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f'))
    const heads = [
      [
        '1',
        'KgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
        'UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeSPM3wfUQMFSzVnnNuWRTYrajXpNUbIQY=',
      ],
      [
        '3',
        'RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=',
        'UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx6go=',
      ],
    ].map(([size, hash, signature]) => `${name}\n${size}\n${hash}\n\n\u2014 ${name} ${signature}\n`)
    const [one, three] = heads.map((head) => checkCheckpoint(head, { logKey: formatVerifierKey(key) }))
    const proof = ['KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', 'KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='].map(
      fromBase64,
    )
    expect(codeOfCheck(() => one && three && checkConsistency(proof, one, three))).toBe('accepted')
    expect(codeOfCheck(() => one && three && checkConsistency(proof.toReversed(), one, three))).toBe(
      'ECT_PROOF_CONSISTENCY',
    )
  })
})

describe('signature lines', () => {
  const foreign = `\u2014 other.example.com ${Buffer.alloc(70, 9).toString('base64')}\n`

  it('[CHECKPOINT-NOTE] those of unknown keys are ignored, before and after the log, also under its name', () => {
    const sameName = `\u2014 ${origin} ${Buffer.alloc(68, 9).toString('base64')}\n`
    const text = note.slice(0, note.indexOf('\u2014'))
    expect(codeOfNote(`${text}${foreign}${sameName}${signatureLine}${foreign}`)).toBe('accepted')
    expect(codeOfNote(`${text}${foreign}${sameName}`)).toBe('ECT_CHECKPOINT_SIGNATURE')
  })

  it('[CHECKPOINT-NOTE] every one that names the key of the log has to be right', () => {
    const wrong = signatureLine.replace(/.{7}=\n$/, 'AAAAAAA=\n')
    expect(wrong).not.toBe(signatureLine)
    expect(codeOfNote(note + signatureLine)).toBe('accepted')
    expect(codeOfNote(note + wrong)).toBe('ECT_CHECKPOINT_SIGNATURE')
    expect(codeOfNote(note.replace(signatureLine, wrong) + signatureLine)).toBe('ECT_CHECKPOINT_SIGNATURE')
  })

  it('[CHECKPOINT-NOTE] a hundred are read, more are refused, and so is a note of more than a million characters', () => {
    expect(codeOfNote(note + foreign.repeat(99))).toBe('accepted')
    expect(codeOfNote(note + foreign.repeat(100))).toBe('ECT_CHECKPOINT_FORMAT')
    const long = `\u2014 other.example.com ${Buffer.alloc(750_000).toString('base64')}\n`
    expect(codeOfNote(note + long)).toBe('ECT_CHECKPOINT_FORMAT')
  })

  it.each<[string, string]>([
    ['no line', ''],
    ['an empty line', '\n'],
    ['a hyphen', `- other ${'A'.repeat(92)}\n`],
    ['an en dash', `\u2013 other ${'A'.repeat(92)}\n`],
    ['two spaces', `\u2014  other ${'A'.repeat(92)}\n`],
    ['no name', `\u2014 ${'A'.repeat(92)}\n`],
    ['a plus sign in the name', `\u2014 o+ther ${'A'.repeat(92)}\n`],
    ['a no-break space in the name', `\u2014 o\u00a0ther ${'A'.repeat(92)}\n`],
    ['a lone surrogate in the name', `\u2014 o\ud800ther ${'A'.repeat(92)}\n`],
    ['bad base64', `\u2014 other ${'A'.repeat(91)}\n`],
    ['base64 with unused bits', `\u2014 other ${'A'.repeat(90)}B=\n`],
    ['a key id alone', '\u2014 other AAAAAA==\n'],
    ['something behind', `\u2014 other ${'A'.repeat(92)} \n`],
    ['no line break', `\u2014 other ${'A'.repeat(92)}`],
    ['a carriage return', `\u2014 other ${'A'.repeat(92)}\r\n`],
    ['another line', 'unexpected\n'],
  ])('[CHECKPOINT-NOTE] %s is refused', (what, line) => {
    const before = what === 'no line' ? note.slice(0, note.indexOf('\u2014')) : note
    expect(codeOfNote(before + line)).toBe('ECT_CHECKPOINT_FORMAT')
  })

  it('[CHECKPOINT-NOTE] a note is written as it was read', () => {
    expect(formatSignedNote(parseSignedNote(note + foreign))).toBe(note + foreign)
  })

  it('[CHECKPOINT-NOTE] the text ends at the last empty line', () => {
    const { text, signatures } = parseSignedNote(`one\n\ntwo\n\n${foreign}`)
    expect(text).toBe('one\n\ntwo\n')
    expect(signatures).toHaveLength(1)
  })
})

async function codeOfAnother(name: string): Promise<string> {
  return codeOfNote(await signCheckpoint({ size: 7, root }, logKeys(name).signer))
}
