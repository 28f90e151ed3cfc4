import { describe, expect, it } from 'vitest'
import { printable } from '../src/printable.ts'

describe('text for a terminal', () => {
  it('stays as it is when it is only text', () => {
    expect(printable('naïve 日本 🙂\tone\ntwo\r\n')).toBe('naïve 日本 🙂\tone\ntwo\r\n')
  })

  it('shows what a terminal would act on, and what turns or hides text', () => {
    expect(printable('\u001b[2J\u009b2J\u007f\u0000')).toBe('\\u{1b}[2J\\u{9b}2J\\u{7f}\\u{0}')
    expect(printable('right\rwrong')).toBe('right\\u{d}wrong')
    expect(printable('\u202e\u200b\ufeff\u2028')).toBe('\\u{202e}\\u{200b}\\u{feff}\\u{2028}')
  })
})
