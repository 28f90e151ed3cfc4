import { expect, it, vi } from 'vitest'
import { checkCheckpoint } from '../../src/checkpoint/check-checkpoint.ts'
import { signCheckpoint } from '../../src/checkpoint/checkpoint.ts'
import { verifyEd25519 } from '../../src/checkpoint/ed25519.ts'
import { leafHash } from '../../src/merkle/tree-hash.ts'
import { logKeys } from './keys.ts'

vi.mock('../../src/checkpoint/ed25519.ts', { spy: true })

const { signer, verifierKey: logKey } = logKeys()

it('[CHECKPOINT-NOTE] copies of a signature are checked once, so that a small note is not much work', async () => {
  const note = await signCheckpoint({ size: 7, root: leafHash('root') }, signer)
  const line = note.slice(note.indexOf('\u2014'))
  expect(checkCheckpoint(note + line.repeat(99), { logKey }).size).toBe(7)
  expect(verifyEd25519).toHaveBeenCalledTimes(1)
})
