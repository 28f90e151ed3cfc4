// Writes docs/errors.md from the table of codes. With --check it writes nothing and exits 1 when the file differs.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ErrorCodeFacts, errorCodes } from '../packages/claims/src/index.ts'
import { root } from './workspace.ts'

const file = join(root, 'docs/errors.md')

const introduction = `# Errors

Generated from \`error-codes.ts\` and \`remedies.ts\` of \`packages/claims/src\` by \`pnpm docs:generate\`; do not edit.

Every refusal is an \`EctError\` with one of these codes, and so is every service that cannot answer. A code is never
renamed and never reused, and the same string stands in the test vectors. _Section_ is the one of
draft-nennemann-wimse-execution-context-00 whose rule was broken. _Status_ is all that a remote peer learns, together
with a title that is the same for every refusal of that kind; the rest is for the local log. Wrong use by the programmer
is a \`TypeError\` and not in this list.
`

/** What the second word of a code says: the place where something is wrong. */
const places: Readonly<Record<string, string>> = {
  FIELD: 'The `Execution-Context` field and the body form',
  TOKEN: 'The token as text',
  HEADER: 'The header of the token',
  KEY: 'The key',
  SIGNATURE: 'The signature',
  PARTY: 'Issuer and audience',
  TIME: 'Times',
  CLAIM: 'The claims',
  REPLAY: 'Replay',
  DAG: 'The graph of tasks',
  LEDGER: 'The ledger',
  PROOF: 'Proofs and receipts',
  CHECKPOINT: 'Checkpoints and witness policies',
  WITNESS: 'Witnesses',
}

const expected = errorsDoc()
if (!process.argv.includes('--check')) {
  writeFileSync(file, expected)
} else if (!existsSync(file) || readFileSync(file, 'utf8') !== expected) {
  console.error('docs/errors.md is not what the table of codes says: run pnpm docs:generate')
  process.exitCode = 1
}

function errorsDoc(): string {
  const rows = Object.entries(errorCodes)
  const sections = Object.entries(places).map(([place, title]) => {
    const here = rows.filter(([code]) => placeOf(code) === place)
    return section(title, here)
  })
  return [introduction, ...sections].join('\n')
}

function placeOf(code: string): string {
  const place = code.split('_')[1] ?? ''
  if (!Object.hasOwn(places, place)) throw new TypeError(`the place of ${code} has no title in this script`)
  return place
}

function section(title: string, rows: readonly (readonly [string, ErrorCodeFacts])[]): string {
  const head = '| code | section | status | what happened | what helps |\n|---|---|---|---|---|\n'
  return `## ${title}\n\n${head}${rows.map(row).join('')}`
}

function row([code, facts]: readonly [string, ErrorCodeFacts]): string {
  return `| \`${code}\` | ${facts.section} | ${facts.status} | ${plain(facts.meaning)} | ${plain(facts.remedy)} |\n`
}

/** Text that Markdown shows as it is: `r || s` in a table, `__proto__` anywhere. */
function plain(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('__', '\\_\\_')
}
