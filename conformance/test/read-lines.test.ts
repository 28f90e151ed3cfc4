import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { ProgramError } from '../src/program-error.ts'
import { maxLineBytes, maxOutputBytes, readLines } from '../src/read-lines.ts'

async function linesOf(...pieces: readonly string[]): Promise<string[]> {
  const lines: string[] = []
  for await (const line of readLines(Readable.from(pieces))) lines.push(line)
  return lines
}

describe('the reader of lines', () => {
  it('gives the lines, however they arrive, and the last one without its line feed too', async () => {
    expect(await linesOf('one\ntw', 'o\n', '\nfo', 'ur')).toEqual(['one', 'two', '', 'four'])
    expect(await linesOf('one\n')).toEqual(['one'])
  })

  it('ends a line at a line feed only', async () => {
    expect(await linesOf('"\u2028"\n')).toEqual(['"\u2028"'])
  })

  it('takes a line of the greatest length, and refuses one byte more', async () => {
    const longest = 'x'.repeat(maxLineBytes)
    expect(await linesOf(longest, `\n${longest}\n`)).toEqual([longest, longest])
    await expect(linesOf(longest, 'x')).rejects.toThrow(ProgramError)
    await expect(linesOf(`x${longest}\nnext`)).rejects.toThrow(ProgramError)
    await expect(linesOf('é'.repeat(maxLineBytes / 2 + 1))).rejects.toThrow(ProgramError)
  })

  it('refuses more in all than the greatest output', async () => {
    const most = Array.from({ length: maxOutputBytes / maxLineBytes }, () => `${'x'.repeat(maxLineBytes - 1)}\n`)
    expect(await linesOf(...most)).toHaveLength(most.length)
    await expect(linesOf(...most, '\n')).rejects.toThrow(ProgramError)
  })
})
