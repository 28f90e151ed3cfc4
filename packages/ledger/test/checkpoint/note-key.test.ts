import { describe, expect, it } from 'vitest'
import { codeOfCheck } from '../../contract/refusal.ts'
import { formatVerifierKey, makeNoteKey, type NoteKeyKind, parseVerifierKey } from '../../src/checkpoint/note-key.ts'
import { generateNoteKey, noteSigner } from '../../src/checkpoint/note-signer.ts'
import { fromHex } from '../merkle/trees.ts'
import { goLog, nodeSignature, nodeVerifies } from './keys.ts'

// From the test data of Go implementations of signed notes.
const peter = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const peterSigner = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz'

describe('verifier keys', () => {
  it.each<[string, NoteKeyKind, string, number]>([
    [peter, 'log', 'PeterNeumann', 0xc74f20a3],
    ['EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop', 'log', 'EnochRoot', 0xaf0cfe78],
    ['example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k', 'log', 'example.com/foo', 0x530d903a],
    [goLog.verifierKey, 'log', 'example.com/log/testdata', 0x33d7b496],
    ['remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2', 'witness', 'remora.n621.de', 0xda77ade7],
  ])('[CHECKPOINT-NOTE] %s', (text, kind, name, id) => {
    const key = parseVerifierKey(text, kind)
    expect(key).toMatchObject({ kind, name, id })
    expect(formatVerifierKey(key)).toBe(text)
    expect(makeNoteKey(name, kind, key.publicKey)).toEqual(key)
    expect(codeOfCheck(() => parseVerifierKey(text, kind === 'log' ? 'witness' : 'log'))).toBe('ECT_CHECKPOINT_KEY')
  })

  it('[CHECKPOINT-NOTE] an id keeps its leading zeros', () => {
    const key = Array.from({ length: 2000 }, (_, at) => makeNoteKey(`log-${at}`, 'log', new Uint8Array(32)))
    const small = key.find(({ id }) => id < 2 ** 24)
    expect(small).toBeDefined()
    const text = small === undefined ? '' : formatVerifierKey(small)
    expect(text).toMatch(/^log-\d+\+00?[0-9a-f]{6,7}\+/)
    expect(parseVerifierKey(text, 'log')).toEqual(small)
  })

  it('[CHECKPOINT-NOTE] no part of a key, and no change of one character, is a key', () => {
    const refused: string[] = []
    for (let from = 0; from < peter.length; from++) {
      for (let to = from; to <= peter.length; to++) if (to - from < peter.length) refused.push(peter.slice(from, to))
      const code = peter.charCodeAt(from)
      for (const other of [code + 1, code ^ 1, code ^ 32, 0x20]) {
        refused.push(peter.slice(0, from) + String.fromCharCode(other) + peter.slice(from + 1))
      }
    }
    const accepted = refused.filter((text) => codeOfCheck(() => parseVerifierKey(text, 'log')) !== 'ECT_CHECKPOINT_KEY')
    expect(accepted).toEqual([])
  })

  it.each([
    'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==',
    'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    'PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    `${peter}\n`,
    `${peter}+`,
    `mallory+${peter}`,
    ` ${peter}`,
  ])('[CHECKPOINT-NOTE] %j is none', (text) => {
    expect(codeOfCheck(() => parseVerifierKey(text, 'log'))).toBe('ECT_CHECKPOINT_KEY')
  })

  it.each([
    '',
    'a b',
    'a+b',
    'a\tb',
    'a\nb',
    'a\u00a0b',
    'a\u2003b',
    'a\u0085b',
    'a\u007fb',
    '\ud800',
    'a'.repeat(256),
    'é'.repeat(128),
  ])('[CHECKPOINT-KEY-NAME] %j is no name', (name) => {
    expect(() => makeNoteKey(name, 'log', new Uint8Array(32))).toThrow(TypeError)
    expect(() => generateNoteKey(name)).toThrow(TypeError)
  })

  it.each(['a', 'ledger.example.com/audit', 'é', 'a'.repeat(255), 'example.com:8080/~x?y=z'])(
    '[CHECKPOINT-KEY-NAME] %s is a name',
    (name) => {
      const { verifierKey } = generateNoteKey(name)
      expect(parseVerifierKey(verifierKey, 'log').name).toBe(name)
    },
  )

  it.each([0, 31, 33])('[CHECKPOINT-NOTE] a public key does not have %d bytes', (length) => {
    expect(() => makeNoteKey('a', 'log', new Uint8Array(length))).toThrow(TypeError)
  })

  it('[CHECKPOINT-NOTE] a key keeps its own copy of the bytes', () => {
    const bytes = new Uint8Array(32)
    const key = makeNoteKey('a', 'log', bytes)
    bytes.fill(1)
    expect(key.publicKey).toEqual(new Uint8Array(32))
  })
})

describe('signers', () => {
  it('[CHECKPOINT-NOTE] a signer key stands for the verifier key with its name and id', () => {
    expect(formatVerifierKey(noteSigner(peterSigner).key)).toBe(peter)
    expect(formatVerifierKey(noteSigner(goLog.signerKey).key)).toBe(goLog.verifierKey)
  })

  it.each<NoteKeyKind>(['log', 'witness'])(
    '[CHECKPOINT-NOTE] a new %s signs what node:crypto verifies',
    async (kind) => {
      const { signerKey, verifierKey } = generateNoteKey('example.com/new', kind)
      const signer = noteSigner(signerKey, kind)
      expect(formatVerifierKey(signer.key)).toBe(verifierKey)
      const message = fromHex('00ff10')
      expect(nodeVerifies(await signer.sign(message), message, signer.key.publicKey)).toBe(true)
      expect(codeOfCheck(() => noteSigner(signerKey, kind === 'log' ? 'witness' : 'log'))).toBe('ECT_CHECKPOINT_KEY')
    },
  )

  it('[CHECKPOINT-NOTE] signatures are deterministic: those of node:crypto', async () => {
    expect(await noteSigner(peterSigner).sign(new TextEncoder().encode('text\n'))).toEqual(
      nodeSignature('text\n', peterSigner),
    )
  })

  it('[CHECKPOINT-NOTE] two new keys differ', () => {
    expect(generateNoteKey('a')).not.toEqual(generateNoteKey('a'))
  })

  it('[CHECKPOINT-NOTE] no part of a signer key, and no change of one character, is one', () => {
    const refused: string[] = [peter]
    for (let from = 0; from < peterSigner.length; from++) {
      refused.push(peterSigner.slice(0, from), peterSigner.slice(from + 1))
      const changed = String.fromCharCode(peterSigner.charCodeAt(from) + 1)
      refused.push(peterSigner.slice(0, from) + changed + peterSigner.slice(from + 1))
    }
    expect(refused.filter((text) => codeOfCheck(() => noteSigner(text)) !== 'ECT_CHECKPOINT_KEY')).toEqual([])
  })
})
