import { beforeAll, describe, expect, it } from 'vitest'
import { codeOf, codeOfCheck } from '../../contract/refusal.ts'
import { checkCheckpoint } from '../../src/checkpoint/check-checkpoint.ts'
import { parseCheckpoint, signCheckpoint } from '../../src/checkpoint/checkpoint.ts'
import { cosignCheckpoint } from '../../src/checkpoint/cosignature.ts'
import { formatVerifierKey, makeNoteKey } from '../../src/checkpoint/note-key.ts'
import { formatSignedNote } from '../../src/checkpoint/signed-note.ts'
import { checkWitnesses, type WitnessPolicy } from '../../src/checkpoint/witness-policy.ts'
import { leafHash } from '../../src/merkle/tree-hash.ts'
import { logKeys, nodeVerifies, witnessKeys } from './keys.ts'

const log = logKeys()
const logKey = log.verifierKey
const walter = witnessKeys('walter.example.com')
const wanda = witnessKeys('wanda.example.com')
const wilma = witnessKeys('wilma.example.com')
const mallory = witnessKeys('mallory.example.com')
const time = 1_772_000_000

let note: string
let cosigned: string
beforeAll(async () => {
  note = await signCheckpoint({ size: 7, root: leafHash('root') }, log.signer)
  cosigned = await cosignCheckpoint(await cosignCheckpoint(note, walter.signer, time), wanda.signer, time + 9)
})

function policy(threshold: number, ...witnesses: { readonly verifierKey: string }[]): WitnessPolicy {
  return { witnesses: witnesses.map(({ verifierKey }) => verifierKey), threshold }
}

function codeFor(text: string, witnessPolicy: WitnessPolicy): string {
  return codeOfCheck(() => checkCheckpoint(text, { logKey, witnessPolicy }))
}

describe('cosignatures', () => {
  it('[CHECKPOINT-COSIGNATURE] node:crypto verifies one, over its time and the text of the checkpoint', () => {
    const { text, signatures } = parseCheckpoint(cosigned)
    const [, ofWalter] = signatures
    const bytes = Buffer.from(ofWalter?.signature ?? [])
    expect(ofWalter).toMatchObject({ name: 'walter.example.com', keyId: walter.signer.key.id })
    expect(bytes).toHaveLength(72)
    expect(bytes.readBigUInt64BE()).toBe(BigInt(time))
    const message = `cosignature/v1\ntime ${time}\n${text}`
    expect(nodeVerifies(bytes.subarray(8), message, walter.signer.key.publicKey)).toBe(true)
  })

  it('[CHECKPOINT-COSIGNATURE] they add lines, and the log has signed the checkpoint as before', () => {
    expect(cosigned.startsWith(note)).toBe(true)
    expect(codeOfCheck(() => checkCheckpoint(cosigned, { logKey }))).toBe('accepted')
  })

  it('[CHECKPOINT-COSIGNATURE] only a witness cosigns, only a checkpoint, and at a whole second', async () => {
    await expect(cosignCheckpoint(note, log.signer, time)).rejects.toThrow(TypeError)
    for (const wrong of [-1, 0.5, Number.NaN, 2 ** 53]) {
      await expect(cosignCheckpoint(note, walter.signer, wrong)).rejects.toThrow(TypeError)
    }
    expect(await codeOf(cosignCheckpoint('note\n\n', walter.signer, time))).toBe('ECT_CHECKPOINT_FORMAT')
    const broken = { key: walter.signer.key, sign: () => new Uint8Array(63) }
    expect(await codeOf(cosignCheckpoint(note, broken, time))).toBe('ECT_SIGNATURE_SIGNER')
  })
})

describe('a witness policy', () => {
  it('[CHECKPOINT-COSIGNATURE] is met by as many of its witnesses as it asks for', () => {
    expect(codeFor(cosigned, policy(1, walter))).toBe('accepted')
    expect(codeFor(cosigned, policy(2, walter, wanda))).toBe('accepted')
    expect(codeFor(cosigned, policy(2, walter, wanda, wilma))).toBe('accepted')
    expect(codeFor(cosigned, policy(3, walter, wanda, wilma))).toBe('ECT_CHECKPOINT_WITNESSES')
    expect(codeFor(cosigned, policy(1, wilma))).toBe('ECT_CHECKPOINT_WITNESSES')
    expect(codeFor(note, policy(1, walter, wanda, wilma))).toBe('ECT_CHECKPOINT_WITNESSES')
  })

  it('[CHECKPOINT-COSIGNATURE] says who cosigned and when, of those it names', () => {
    const { witnessings } = checkCheckpoint(cosigned, { logKey, witnessPolicy: policy(1, wanda, wilma, walter) })
    expect(witnessings).toEqual([
      { name: 'wanda.example.com', time: time + 9 },
      { name: 'walter.example.com', time },
    ])
  })

  it('[CHECKPOINT-COSIGNATURE] counts a witness once, however often it signed, with its latest time', async () => {
    const thrice = await cosignCheckpoint(
      await cosignCheckpoint(cosigned, walter.signer, time + 60),
      walter.signer,
      time,
    )
    expect(codeFor(thrice, policy(3, walter, wanda, wilma))).toBe('ECT_CHECKPOINT_WITNESSES')
    expect(checkWitnesses(parseCheckpoint(thrice), policy(1, walter))).toEqual([
      { name: 'walter.example.com', time: time + 60 },
    ])
  })

  it('[CHECKPOINT-COSIGNATURE] refuses a wrong line of a witness it names, and ignores one of any other', async () => {
    const other = await signCheckpoint({ size: 8, root: leafHash('root') }, log.signer)
    const moved = (await cosignCheckpoint(other, wilma.signer, time)).slice(other.length)
    expect(codeFor(cosigned + moved, policy(2, walter, wanda))).toBe('accepted')
    expect(codeFor(cosigned + moved, policy(2, walter, wanda, wilma))).toBe('ECT_CHECKPOINT_SIGNATURE')
  })

  it('[CHECKPOINT-COSIGNATURE] a cosignature of another length is none, and one may be of the second 0', async () => {
    const { name, id: keyId } = walter.signer.key
    for (const length of [1, 7, 8, 64, 71, 73]) {
      const signature = new Uint8Array(length)
      const line = formatSignedNote({ text: '', signatures: [{ name, keyId, signature }] }).slice(1)
      expect(codeFor(`${note}${line}`, policy(1, walter))).toBe('ECT_CHECKPOINT_SIGNATURE')
    }
    const first = await cosignCheckpoint(note, walter.signer, 0)
    expect(codeFor(first, policy(1, walter))).toBe('accepted')
  })

  it('[CHECKPOINT-COSIGNATURE] a plain signature by the key of a witness is no cosignature, nor one with a changed time', async () => {
    const { name, id } = walter.signer.key
    const line = (bytes: Uint8Array): string => {
      const head = Buffer.alloc(4)
      head.writeUInt32BE(id)
      return `${note}\u2014 ${name} ${Buffer.concat([head, bytes]).toString('base64')}\n`
    }
    const plain = await walter.signer.sign(new TextEncoder().encode(parseCheckpoint(note).text))
    const right = parseCheckpoint(cosigned).signatures[1]?.signature ?? new Uint8Array()
    expect(codeFor(line(right), policy(1, walter))).toBe('accepted')
    for (const wrong of [
      plain,
      right.slice(1),
      Uint8Array.of(...right, 0),
      right.with(7, 1),
      right.with(0, 0x80),
      right.with(71, 0xff),
    ]) {
      expect(codeFor(line(wrong), policy(1, walter))).toBe('ECT_CHECKPOINT_SIGNATURE')
    }
  })

  it('[CHECKPOINT-COSIGNATURE] a witness that mallory renamed, or gave another key, is unknown', async () => {
    const masked = { ...mallory.signer, key: { ...mallory.signer.key, name: walter.signer.key.name } }
    const forged = await cosignCheckpoint(note, masked, time)
    expect(codeFor(forged, policy(1, walter))).toBe('ECT_CHECKPOINT_WITNESSES')
    const { key } = mallory.signer
    const stolen = { ...mallory.signer, key: { ...key, name: walter.signer.key.name, id: walter.signer.key.id } }
    expect(codeFor(await cosignCheckpoint(note, stolen, time), policy(1, walter))).toBe('ECT_CHECKPOINT_SIGNATURE')
  })

  it('[CHECKPOINT-COSIGNATURE] names each witness once, also when it goes by two names', () => {
    const alias = formatVerifierKey(makeNoteKey('alias.example.com', 'witness', walter.signer.key.publicKey))
    expect(() => checkWitnesses(parseCheckpoint(cosigned), policy(1, walter, walter))).toThrow(TypeError)
    expect(() => checkWitnesses(parseCheckpoint(cosigned), policy(1, walter, { verifierKey: alias }))).toThrow(
      TypeError,
    )
  })

  it.each([0, -1, 3, 1.5, Number.NaN])('[CHECKPOINT-COSIGNATURE] cannot ask for %d of two', (threshold) => {
    expect(() => checkWitnesses(parseCheckpoint(cosigned), policy(threshold, walter, wanda))).toThrow(TypeError)
  })

  it('[CHECKPOINT-COSIGNATURE] takes the keys of witnesses only', () => {
    expect(codeFor(cosigned, policy(1, log))).toBe('ECT_CHECKPOINT_KEY')
    expect(codeFor(cosigned, { witnesses: ['walter'], threshold: 1 })).toBe('ECT_CHECKPOINT_KEY')
  })
})
