/** Prints docs/spec-map.md. `--write` writes it, `--check` fails when the file differs. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadManifest, loadSuite } from '../load.ts'
import { readSources, repositoryCoverage, repositoryRoot } from './repository.ts'
import { specMap } from './spec-map.ts'

const path = join(repositoryRoot, 'docs', 'spec-map.md')
const suites = loadManifest().suites.map(({ suite, revision }) => loadSuite(suite, revision))
const text = specMap(repositoryCoverage(), suites, readSources())
if (process.argv.includes('--write')) {
  writeFileSync(path, text)
} else if (process.argv.includes('--check')) {
  const same = existsSync(path) && readFileSync(path, 'utf8') === text
  console.log(same ? 'docs/spec-map.md is up to date' : 'docs/spec-map.md differs: run the script spec-map --write')
  if (!same) process.exitCode = 1
} else {
  process.stdout.write(text)
}
