import { expect, test } from 'vitest'
import { createScreen } from '../../src/report/screen.ts'

function play(isTTY: boolean, environment: Readonly<Record<string, string>>): string {
  let written = ''
  const write = (text: string): void => {
    written += text
  }
  const screen = createScreen({ isTTY, columns: 8, write }, environment)
  screen.progress('a long progress line')
  screen.print(screen.paint('green', 'done'))
  return written
}

test('a terminal gets colours, and progress no wider than it is, which the next line replaces', () => {
  expect(play(true, {})).toBe('\u001b[2ma long \u001b[22m\r\u001b[2K\u001b[32mdone\u001b[39m\n')
})

test('a terminal gets plain lines when NO_COLOR is set', () => {
  expect(play(true, { NO_COLOR: '1' })).toBe('done\n')
})

test('a dumb terminal gets plain lines', () => {
  expect(play(true, { TERM: 'dumb' })).toBe('done\n')
})

test('anything else gets plain lines', () => {
  expect(play(false, {})).toBe('done\n')
})
