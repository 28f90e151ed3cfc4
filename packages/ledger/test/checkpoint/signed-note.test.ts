import { expect, it } from 'vitest'
import { codeOfCheck } from '../../contract/refusal.ts'
import { formatSignedNote, maxNoteLength, parseSignedNote } from '../../src/checkpoint/signed-note.ts'

const signature = { name: 'alice.example.com', keyId: 7, signature: Uint8Array.of(1, 2, 3) }
const line = formatSignedNote({ text: '', signatures: [signature] }).slice(1)

it('[CHECKPOINT-NOTE] a note is read as it was written, also when its text is one line break', () => {
  for (const text of ['one\n', 'one\n\ntwo\n', '\n']) {
    const note = { text, signatures: [signature, signature] }
    expect(parseSignedNote(formatSignedNote(note))).toEqual(note)
  }
})

it('[CHECKPOINT-NOTE] signatures without a text are no note', () => {
  for (const note of [line, `\n${line}`, `x${line}`, `one\n${line}`, `one\n\nx${line}`]) {
    expect(codeOfCheck(() => parseSignedNote(note))).toBe('ECT_CHECKPOINT_FORMAT')
  }
})

it('[CHECKPOINT-NOTE] a note has up to a million characters', () => {
  const noteOf = (length: number): string => `${'x'.repeat(length - line.length - 2)}\n\n${line}`
  expect(parseSignedNote(noteOf(maxNoteLength)).signatures).toHaveLength(1)
  expect(codeOfCheck(() => parseSignedNote(noteOf(maxNoteLength + 1)))).toBe('ECT_CHECKPOINT_FORMAT')
})

it('[CHECKPOINT-NOTE] it has no control characters but line breaks', () => {
  for (const character of ['\0', '\t', '\r', '\u001f']) {
    expect(codeOfCheck(() => parseSignedNote(`one${character}\n\n${line}`))).toBe('ECT_CHECKPOINT_FORMAT')
  }
  expect(parseSignedNote(`one two\u007f\n\n${line}`).text).toBe('one two\u007f\n')
})
