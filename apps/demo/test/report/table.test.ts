import { expect, test } from 'vitest'
import { createScreen } from '../../src/report/screen.ts'
import { printTable } from '../../src/report/table.ts'

test('columns are as wide as their widest cell, coloured or not', () => {
  let plain = ''
  const print = (isTTY: boolean): string => {
    plain = ''
    const screen = createScreen({ isTTY, write: (text) => (plain += text) }, {})
    printTable(
      screen,
      ['who', 'decision', 'seq'],
      [
        ['alice', ['approved', 'green'], '1'],
        ['bob', ['rejected', 'red'], '12'],
      ],
    )
    return plain
  }
  const expected = 'who    decision  seq\nalice  approved  1\nbob    rejected  12\n'
  expect(print(false)).toBe(expected)
  expect(print(true)).not.toBe(expected)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what escape codes are
  expect(print(true).replaceAll(/\u001b\[\d+m/g, '')).toBe(expected)
})
