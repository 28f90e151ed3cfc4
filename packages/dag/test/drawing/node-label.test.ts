import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeText, nodeLabel } from '../../src/drawing/node-label.ts'
import { task } from '../tasks.ts'
import { hostileTexts } from './hostile-texts.ts'

const uuid = '550e8400-e29b-41d4-a716-446655440001'

describe('nodeLabel', () => {
  it('shows the action, the last part of the path of the agent, the end of the task id and the state', () => {
    const lines = nodeLabel(task(uuid, [], { agent: 'spiffe://example.com/team/alice' }), 40)
    expect(lines).toEqual(['review_spec', 'alice', '…55440001 approved'])
  })

  it('shows an id of up to 12 characters whole', () => {
    expect(nodeLabel(task('task-0000001'), 40)[2]).toBe('task-0000001 approved')
    expect(nodeLabel(task('task-00000012'), 40)[2]).toBe('…00000012 approved')
  })

  it('shows an agent whole that has no last part', () => {
    const agents = ['alice', 'https://example.com/'].map((agent) => nodeLabel(task('a', [], { agent }), 40)[1])
    expect(agents).toEqual(['alice', 'https://example.com/'])
  })

  it('cuts text beyond the limit and says so', () => {
    const label = (action: string): string | undefined => nodeLabel(task('a', [], { action }), 10)[0]
    expect(label('x'.repeat(10))).toBe('x'.repeat(10))
    expect(label('x'.repeat(11))).toBe(`${'x'.repeat(9)}…`)
    expect(label('🦊'.repeat(11))).toBe(`${'🦊'.repeat(9)}…`)
    expect(nodeLabel(task('a', [], { agent: `spiffe://x/${'y'.repeat(11)}` }), 10)[1]).toBe(`${'y'.repeat(9)}…`)
  })

  it('makes one line of each text, without invisible characters or ones that turn it around', () => {
    const label = (action: string): string | undefined => nodeLabel(task('a', [], { action }), 40)[0]
    expect(label(' a\r\n\t b\u2028c ')).toBe('a b c')
    expect(label('\u202Egnp.exe')).toBe('\uFFFDgnp.exe')
    expect(label('\u2066a\u2069\u200F\u0000\uD800')).toBe('\uFFFDa\uFFFD\uFFFD\uFFFD\uFFFD')
    for (const text of hostileTexts) {
      const changes = { action: text, agent: `spiffe://example.com/${text}` }
      for (const line of nodeLabel(task('a', [], changes), 40)) expect(line).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
    }
  })
})

describe('escapeText', () => {
  it('leaves words alone, with underscores and hyphens inside', () => {
    expect(escapeText('review_requirements-spec v2 検査', '#')).toBe('review_requirements-spec v2 検査')
  })

  it('writes everything else by its code point', () => {
    expect(escapeText('a"b', '#')).toBe('a#34;b')
    expect(escapeText('a"b', '&#')).toBe('a&#34;b')
    expect(escapeText('€ 🦊', '#')).toBe('#8364; 🦊')
    expect(escapeText('_a_ __b__ -c --d', '#')).toBe('#95;a#95; #95;#95;b#95;#95; #45;c #45;#45;d')
  })

  it('lets nothing through that could be markup, whatever the text', () => {
    const allowed = /^(?:[\p{L}\p{N} \u{10000}-\u{10FFFF}]|(?<=[\p{L}\p{N}])[_-](?=[\p{L}\p{N}])|#\d+;)*$/u
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom(...hostileTexts)), (text) => {
        expect(escapeText(text, '#')).toMatch(allowed)
      }),
    )
  })
})
