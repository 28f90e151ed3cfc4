import { expect, it } from 'vitest'
import { showProgress, type Terminal } from '../src/progress.ts'

/** A stream that says whether it is a terminal. */
function terminal(isTTY: boolean): { stream: Terminal; written: () => string } {
  let all = ''
  const write = (text: string): void => {
    all += text
  }
  return { stream: { isTTY, write }, written: () => all }
}

it('progress is shown on a terminal, and cleared at its end', () => {
  const { stream, written } = terminal(true)
  const progress = showProgress('entries checked', stream)
  progress.update(12_345)
  progress.update(12_346)
  progress.end()
  progress.end()
  expect(written()).toBe('\r\u001b[K12,345 entries checked\r\u001b[K')
})

it('anywhere else it would be noise', () => {
  const { stream, written } = terminal(false)
  const progress = showProgress('entries checked', stream)
  progress.update(12_345)
  progress.end()
  expect(written()).toBe('')
})
