import { expect, it } from 'vitest'
import { messageEnd as messageEndInBrowsers } from '../../src/browser/remedies.ts'
import { EctError } from '../../src/ect-error.ts'
import { errorCodes } from '../../src/error-code-facts.ts'
import { messageEnd } from '../../src/remedies.ts'

it('the message of an error says what to do, but in a bundle for browsers', () => {
  const { meaning, remedy } = errorCodes.ECT_TOKEN_SIZE
  expect(new EctError('ECT_TOKEN_SIZE').message).toBe(meaning + messageEnd('ECT_TOKEN_SIZE'))
  expect(messageEnd('ECT_TOKEN_SIZE')).toBe(` ${remedy}`)
  expect(messageEndInBrowsers()).toBe('')
})
