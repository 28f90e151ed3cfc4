import { readFileSync } from 'node:fs'
import { expect, it, vi } from 'vitest'
import * as claims from '../src/index.ts'

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8')
const readme = read('../README.md')

it('the program in the README is test/readme-program.ts, and prints what the README says', async () => {
  expect(readme).toContain(`\`\`\`ts\n${read('readme-program.ts')}\`\`\``)
  const lines: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((...words: unknown[]) => {
    lines.push(words.join(' '))
  })
  await import('./readme-program.ts')
  log.mockRestore()
  expect(lines).toEqual(['says, unproven: review_spec', 'refused: ECT_TOKEN_BASE64URL'])
  for (const line of lines) expect(readme).toContain(line)
})

it('the README names every function and value the package exports', () => {
  expect(Object.keys(claims).filter((name) => !readme.includes(`\`${name}\``))).toEqual([])
})
