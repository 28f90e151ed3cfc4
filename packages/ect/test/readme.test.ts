import { readFileSync } from 'node:fs'
import { expect, it, vi } from 'vitest'

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8')

it('the program in the README is test/readme-program.ts, and prints what the README says', async () => {
  const readme = read('../README.md')
  expect(readme).toContain(`\`\`\`ts\n${read('readme-program.ts')}\`\`\``)
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  await import('./readme-program.ts')
  const [[line] = []] = log.mock.calls
  log.mockRestore()
  expect(readme).toContain(`It prints \`${line}\`.`)
})
