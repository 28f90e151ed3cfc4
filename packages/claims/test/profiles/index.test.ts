import { expect, it } from 'vitest'
import { executionContext00 } from '../../src/profiles/execution-context-00.ts'
import { defaultRevision, profiles } from '../../src/profiles/index.ts'

it('[REVISION-DEFAULT] the default revision is execution-context-00', () => {
  expect(defaultRevision).toBe('execution-context-00')
  expect(profiles[defaultRevision]).toBe(executionContext00)
})

it('every profile stands under the name of its revision', () => {
  for (const [name, profile] of Object.entries(profiles)) expect(profile.revision).toBe(name)
})
