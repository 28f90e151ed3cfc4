/** Prints docs/spec-map.md. `--write` writes it, `--check` fails when the file differs. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryCoverage, repositoryRoot } from './repository.ts'
import { specMap } from './spec-map.ts'

const path = join(repositoryRoot, 'docs', 'spec-map.md')
const text = specMap(repositoryCoverage().rules)
if (process.argv.includes('--write')) {
  writeFileSync(path, text)
} else if (process.argv.includes('--check')) {
  const same = existsSync(path) && readFileSync(path, 'utf8') === text
  console.log(same ? 'docs/spec-map.md is up to date' : 'docs/spec-map.md differs: run pnpm docs:generate')
  if (!same) process.exitCode = 1
} else {
  process.stdout.write(text)
}
