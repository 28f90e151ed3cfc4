import { readFileSync } from 'node:fs'
import { errorCodes } from '@wimse-ect/claims'
import { expect, it, vi } from 'vitest'
import * as dag from '../src/index.ts'

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
  expect(readme).toContain(`\`\`\`\n${lines.join('\n')}\n\`\`\`\n`)
})

it('the README names every function that the package exports', () => {
  expect(Object.keys(dag).filter((name) => !readme.includes(`\`${name}`))).toEqual([])
})

it('every code in the README exists', () => {
  const codes = [...readme.matchAll(/ECT_[A-Z_]+[A-Z]/g)].map(([code]) => code)
  expect(codes.filter((code) => !Object.hasOwn(errorCodes, code))).toEqual([])
})
