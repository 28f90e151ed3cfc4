import type { IdKind } from '@wimse-ect/claims'
import { expect, it } from 'vitest'
import { generateNoteKey, noteSigner } from '../../src/checkpoint/note-signer.ts'
import { foundingOf } from '../../src/durable/founding.ts'

it('[CLAIM-IDS-LEDGER] [MODE-LATENESS] by default a ledger takes UUIDs, no late tokens, and signs nothing', () => {
  expect(foundingOf({})).toEqual({ ids: 'uuid', maxLatenessSeconds: 0, logKey: null })
  const keys = generateNoteKey('ledger.example.com/audit')
  expect(foundingOf({ ids: 'opaque', maxLatenessSeconds: 60, signer: noteSigner(keys.signerKey) })).toEqual({
    ids: 'opaque',
    maxLatenessSeconds: 60,
    logKey: keys.verifierKey,
  })
  expect(foundingOf({ ids: 'uuid' }).ids).toBe('uuid')
})

it('what no ledger can be founded on is a mistake', () => {
  expect(() => foundingOf({ ids: 'UUID' as IdKind })).toThrow(TypeError)
  for (const maxLatenessSeconds of [-1, 0.5, Number.NaN]) {
    expect(() => foundingOf({ maxLatenessSeconds })).toThrow(TypeError)
  }
  const witness = noteSigner(generateNoteKey('witness.example.com', 'witness').signerKey, 'witness')
  expect(() => foundingOf({ signer: witness })).toThrow(TypeError)
})
