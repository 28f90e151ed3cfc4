import { readFileSync } from 'node:fs'
import { errorCodes } from '@wimse-ect/claims'
import { expect, it, vi } from 'vitest'
import { decodeCoseEct } from '../src/decode-cose-ect.ts'
import * as cose from '../src/index.ts'
import { rootMessage } from './agents.ts'

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8')
const readme = read('../README.md')

it('the program in the README is test/readme-program.ts, and prints what the README says', async () => {
  expect(readme).toContain(`\`\`\`ts\n${read('readme-program.ts')}\`\`\``)
  const lines: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((line: unknown) => {
    lines.push(String(line))
  })
  await import('./readme-program.ts')
  log.mockRestore()
  expect(readme).toContain(`\`\`\`\n${lines.join('\n')}\n\`\`\`\n`)
})

it('the README names every function that the package exports', () => {
  expect(Object.keys(cose).filter((name) => !readme.includes(`\`${name}`))).toEqual([])
})

it('every code in the README exists', () => {
  const codes = [...readme.matchAll(/ECT_[A-Z0-9_]+[A-Z0-9]/g)].map(([code]) => code)
  expect(codes.filter((code) => !Object.hasOwn(errorCodes, code))).toEqual([])
})

it('the table of claims in the README has the keys of the wire', async () => {
  const { payload } = decodeCoseEct(await rootMessage())
  for (const key of payload.keys()) expect(readme).toContain(`| ${key} |`)
})
