/** Prints docs/foreign-implementations.md with its numbers. `--write` writes it, `--check` fails when it differs. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { conformanceRoot } from '../load.ts'
import { adapterRevision, foreignAdapters, runAdapter } from './adapters.ts'
import { withTables } from './page.ts'
import { adapterTables } from './tables.ts'

const path = join(conformanceRoot, '..', 'docs', 'foreign-implementations.md')
const page = readFileSync(path, 'utf8')
const tables = new Map<string, string>()
for (const adapter of foreignAdapters()) {
  if (adapter.command === undefined) {
    console.warn(`\n${adapter.name.toUpperCase()} CANNOT RUN, its numbers are NOT CHECKED: ${adapter.advice}\n`)
    continue
  }
  const report = await runAdapter(adapter, { revisions: [adapterRevision] })
  if (!report.ok) {
    console.error(`${adapter.name} does not do what its expected-failures.json says`)
    process.exitCode = 1
  }
  tables.set(adapter.name, adapterTables(report))
}
const text = withTables(page, tables)
if (process.argv.includes('--write')) {
  writeFileSync(path, text)
} else if (process.argv.includes('--check')) {
  console.log(text === page ? 'docs/foreign-implementations.md is up to date' : 'run pnpm docs:generate')
  if (text !== page) process.exitCode = 1
} else {
  process.stdout.write(text)
}
