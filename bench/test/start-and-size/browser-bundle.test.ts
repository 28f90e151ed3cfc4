import { expect, it } from 'vitest'
import { browserBundle } from '../../src/start-and-size/browser-bundle.ts'

const program = "export { createVerifier } from '@wimse-ect/verification'"

it('a bundle takes the portable path, with jose or with jose left out', async () => {
  const [whole, alone] = [
    await browserBundle({ program, isMinified: true, withJose: true }),
    await browserBundle({ program, isMinified: true, withJose: false }),
  ]
  for (const code of [whole, alone]) {
    expect(code).not.toContain('node:')
    expect(code).toContain('createVerifier')
  }
  expect(whole).not.toMatch(/from *["']/)
  expect(alone).toMatch(/from *["']jose\//)
  expect(alone.length).toBeLessThan(whole.length)
})
