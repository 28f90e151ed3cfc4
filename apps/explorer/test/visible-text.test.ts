import { expect, it } from 'vitest'
import { agentName, shortId, visibleText } from '../src/visible-text.ts'

it('shows characters that turn the text around, or cannot be seen, as replacement characters', () => {
  expect(visibleText('pay\u202Eback\u200B me')).toBe('pay\uFFFDback\uFFFD me')
})

it('calls an agent by the last part of its path', () => {
  expect(agentName('spiffe://example.com/agent/alice')).toBe('alice')
})

it('shortens identifiers from the left, because ids made at one time begin alike', () => {
  expect([shortId('0195f3a2-6c1e-7d40-9b52-5a9e31c7d860'), shortId('task-001')]).toEqual(['…31c7d860', 'task-001'])
})
