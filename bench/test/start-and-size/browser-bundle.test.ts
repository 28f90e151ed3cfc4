import { expect, it } from 'vitest'
import { browserBundle } from '../../src/start-and-size/browser-bundle.ts'

const program = "export { createVerifier } from '@wimse-ect/verification'"

it('a bundle takes the portable path and is complete', async () => {
  const code = await browserBundle({ program, isMinified: true })
  expect(code).toContain('createVerifier')
  expect(code).not.toContain('node:')
  expect(code).not.toMatch(/from *["'`]/)
})

it('a verifier needs nothing of jose in a browser', async () => {
  expect(await browserBundle({ program, isMinified: false })).not.toMatch(/JOSEError|importJWK/)
})
