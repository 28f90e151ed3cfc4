/** Writes every generated file. `--check` writes nothing and fails when a file on disk differs. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { conformanceRoot } from '../load.ts'
import { makeFiles } from './make-files.ts'

const checkOnly = process.argv.includes('--check')
let different = 0
for (const [file, text] of makeFiles()) {
  const path = join(conformanceRoot, file)
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue
  different += 1
  console.log(`${checkOnly ? 'differs' : 'written'}: ${file}`)
  if (checkOnly) continue
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
console.log(`${different} of the generated files differed`)
if (checkOnly && different > 0) process.exitCode = 1
