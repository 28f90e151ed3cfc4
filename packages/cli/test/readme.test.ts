import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect, it } from 'vitest'
import { verbs } from '../src/verbs.ts'
import { Bench, ended } from './bench.ts'

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
const script = readme.split('```sh\n')[2]?.split('```')[0] ?? ''

it('the script of the README, which uses nothing but the command, prints what the README says', async () => {
  const bench = new Bench()
  mkdirSync(bench.path('bin'))
  const main = join(import.meta.dirname, '../src/main.ts')
  const program = `#!/bin/sh\nexec "${process.execPath}" --conditions=@wimse-ect/source "${main}" "$@"\n`
  chmodSync(bench.path(bench.write('bin/ect', program)), 0o755)
  const env = { PATH: `${bench.path('bin')}${delimiter}${process.env.PATH}`, HOME: bench.folder }
  const child = spawn('bash', ['-euo', 'pipefail'], { cwd: bench.folder, env })
  const end = ended(child)
  child.stdin.end(script)
  const { code, stdout } = await end
  expect(code).toBe(0)
  expect(readme).toContain(`It prints\n\n\`\`\`\n${stdout}\`\`\``)
  expect(bench.read('workflow.mmd')).toContain('n3 --> n4')
})

it('the README has every verb, in the order of the help', () => {
  const listed = [...readme.matchAll(/^\| `ect (?<verb>[a-z ]+)` \|/gm)].map(({ groups }) => groups?.verb)
  expect(listed).toEqual(Object.keys(verbs))
})
