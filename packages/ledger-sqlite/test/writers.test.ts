import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { json, text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { collect } from '../../ledger/contract/collect.ts'
import { bob, mallory, token, uuid } from '../../ledger/contract/tokens.ts'
import { createSqliteLedger, fsckSqliteLedger, openSqliteLedgerReader } from '../src/index.ts'
import { onFile } from './on-file.ts'

const processes = 8

/** Runs a process of its own that appends tokens, opening the ledger anew for each. */
async function appendInTurn(file: string, tokens: readonly string[]): Promise<unknown> {
  const program = join(import.meta.dirname, 'writers/appending-in-turn.ts')
  const child = spawn(process.execPath, ['--conditions=@wimse-ect/source', '--no-warnings', program, file])
  child.stdin.end(JSON.stringify(tokens))
  const [outcomes, complaints] = await Promise.all([json(child.stdout), text(child.stderr)])
  expect(complaints).toBe('')
  return outcomes
}

it('[LEDGER-ATOMIC] eight processes that wait for each other record each task once, and no cycle', () =>
  onFile(async ({ file }) => {
    await (await createSqliteLedger(file)).close()
    const shared = Array.from({ length: 4 }, (_, at) => token({ tid: uuid(at + 1), wid: uuid(900) }).compact)
    const outcomes = await Promise.all(
      Array.from({ length: processes }, (_, at) => {
        const rival = token({ tid: uuid(100) }, at % 2 === 0 ? bob : mallory).compact
        const ring = token({ tid: uuid(200 + at), par: [uuid(200 + ((at + 1) % processes))] }).compact
        return appendInTurn(file, [...shared, rival, ring])
      }),
    )
    const reader = await openSqliteLedgerReader(file)
    const entries = await collect(reader.entries())
    await reader.close()
    const sequences = shared.map((compact) => entries.findIndex((entry) => entry.compact === compact))
    const answers = outcomes.map((outcome) => (Array.isArray(outcome) ? outcome : []))
    for (const answer of answers) expect(answer.slice(0, 4)).toEqual(sequences)
    expect(answers.filter((answer) => typeof answer[4] === 'number')).toHaveLength(1)
    expect(new Set(answers.map((answer) => answer[5]))).toEqual(new Set(['ECT_DAG_PARENT_MISSING']))
    expect(entries).toHaveLength(5)
    expect(await collect(fsckSqliteLedger(file))).toEqual([])
  }))
