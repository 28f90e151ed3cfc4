import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import type { FsckOptions, LedgerIssue } from '@wimse-ect/ledger/durable'
import { databasePlace, type LedgerValues, ledgerFlags } from '../ledger-place.ts'
import { loadSqlite } from '../load-sqlite.ts'
import { coloured, print, tell } from '../output.ts'
import { jsonLine, printable } from '../printable.ts'
import { showProgress } from '../progress.ts'
import { wholeNumber } from '../read-option.ts'
import { defineVerb, jsonFlag, type Verb } from '../verb.ts'

const flags = {
  ...ledgerFlags,
  head: { type: 'string', value: 'FILE', help: 'a checkpoint of the log that was kept elsewhere' },
  threads: { type: 'string', value: 'N', help: 'threads that read a SQLite ledger (default: one for each core)' },
  ...jsonFlag,
} as const

/** Checks a ledger. */
export const verb: Verb = defineVerb({
  name: 'ledger fsck',
  about: `Checks a ledger from end to end: every token, index, parent and tile, the checkpoint and the evidence. Only with
--head is it found when the whole database was put back to an earlier state. Prints what is wrong, a line each, and
exits with 1 when anything is. With --json the last line is {"ok":...}.`,
  flags,
  async run({ values }) {
    const { json = false, head } = values
    const threads = wholeNumber(values.threads, '--threads') ?? defaultThreads()
    const knownHead = head === undefined ? undefined : await readFile(head, 'utf8')
    const progress = showProgress('entries checked')
    let entries = 0
    const onProgress = (count: number): void => {
      entries = count
      progress.update(count)
    }
    let issues = 0
    try {
      for await (const issue of await issuesOf(values, { knownHead, onProgress, threads })) {
        progress.end()
        await print(json ? jsonLine(issue) : textOf(issue))
        issues += 1
      }
    } finally {
      progress.end()
    }
    if (json) await print(jsonLine({ ok: issues === 0, issues }))
    else tell(issues === 0 ? `nothing is wrong with ${entries} entries` : `${issues} things are wrong`)
    return issues === 0 ? 0 : 1
  },
})

/** On one core, a thread beside this one would only wait for it. */
function defaultThreads(): number {
  const cores = availableParallelism()
  return cores === 1 ? 0 : cores
}

async function issuesOf(
  values: LedgerValues,
  options: FsckOptions & { readonly threads: number },
): Promise<AsyncIterable<LedgerIssue>> {
  const place = databasePlace(values)
  if (place.kind === 'sqlite') return (await loadSqlite()).fsckSqliteLedger(place.file, options)
  const { fsckPostgresLedger } = await import('@wimse-ect/ledger-postgres')
  return fsckPostgresLedger(place.url, { ...options, name: place.name })
}

function textOf({ kind, sequence, path }: LedgerIssue): string {
  const place = [sequence === undefined ? [] : `entry ${sequence}`, path === undefined ? [] : printable(path)].flat()
  return [coloured('red', kind), ...place].join('  ')
}
