import { generateNoteKey } from '@wimse-ect/ledger'
import { expect, it } from 'vitest'
import { problemWithPin, trustOf } from '../../src/verify/trust.ts'

it('prefers what a person pinned, and says of everything who said it', () => {
  const said = { keySet: '{"keys":[]}', logKey: undefined, audience: 'a' }
  expect(trustOf(said, 'service', { audience: 'b' })).toEqual({
    keySet: { value: '{"keys":[]}', from: 'service' },
    logKey: { value: undefined, from: 'service' },
    audience: { value: 'b', from: 'person' },
    crossWorkflowParents: false,
  })
})

it('takes a key set and a verifier key', () => {
  const { verifierKey } = generateNoteKey('ledger.example.com')
  expect([problemWithPin('keySet', '{"keys":[]}'), problemWithPin('logKey', verifierKey)]).toEqual([
    undefined,
    undefined,
  ])
})

it.for([
  ['keySet', '{"keys":[],"keys":[]}'],
  ['keySet', '{"keys":{}}'],
  ['keySet', 'keys'],
  ['logKey', 'ledger.example.com'],
  ['logKey', `${generateNoteKey('ledger.example.com').verifierKey}x`],
] as const)('refuses the %s %s before it is pinned', ([name, value]) => {
  expect(problemWithPin(name, value)).toBeTypeOf('string')
})
