import { equal, notEqual, ok } from 'node:assert/strict'
import { loadCases } from '@wimse-ect/conformance'
import { checkCheckpoint, encodeBase64, formatSignedNote, formatVerifierKey, parseCheckpoint } from '@wimse-ect/ledger'
import { parseSignedNote } from '../../../packages/ledger/src/checkpoint/signed-note.ts'
import { noteSignerOf } from '../properties/keys.ts'
import { outcomeOf } from '../properties/outcome.ts'
import { textOf } from '../properties/text-of.ts'
import type { Target } from '../target.ts'

const cases = loadCases('checkpoint')
const signer = noteSignerOf('log-key', 'ledger.example.com/audit', 'log')
const logKey = formatVerifierKey(signer.key)
/** All that the log has ever signed. */
const signedTexts = new Set(cases.filter((each) => each.result === 'valid').map((each) => bodyOf(each.checkpoint)))

/**
 * Signed notes and checkpoints [CHECKPOINT-NOTE]: what is read is written back; only what the log has signed is
 * accepted; and whatever text it signs is accepted or refused for its form, not for the signature.
 */
export const target: Target = {
  async check(input) {
    const text = textOf(input)
    const note = outcomeOf(() => parseSignedNote(text))
    if (note.ok) equal(formatSignedNote(note.value), text)
    const checkpoint = outcomeOf(() => parseCheckpoint(text))
    if (checkpoint.ok) {
      const { origin, size, root } = checkpoint.value
      ok(note.ok && text.startsWith(`${origin}\n${size}\n${encodeBase64(root)}\n`))
    }
    if (outcomeOf(() => checkCheckpoint(text, { logKey })).ok) ok(signedTexts.has(bodyOf(text)))
    const signed = outcomeOf(() => checkCheckpoint(signedByLog(`${text}\n`), { logKey }))
    if (!signed.ok) notEqual(signed.error.code, 'ECT_CHECKPOINT_SIGNATURE')
  },
  seeds: () => cases.flatMap(({ checkpoint }) => [checkpoint, bodyOf(checkpoint).slice(0, -1)]),
  words: ['\n\n', '\n\u2014 ledger.example.com/audit ', '\n0\n', '\u2014 '],
}

function bodyOf(note: string): string {
  return note.slice(0, note.lastIndexOf('\n\n') + 1)
}

function signedByLog(text: string): string {
  const { name, id } = signer.key
  const signature = signer.sign(new TextEncoder().encode(text))
  if (!(signature instanceof Uint8Array)) throw new TypeError('the signer takes its time')
  return formatSignedNote({ text, signatures: [{ name, keyId: id, signature }] })
}
