import { createReadStream } from 'node:fs'
import { addAbortSignal } from 'node:stream'
import type { ImportedLedger } from '@wimse-ect/ledger'
import { interruption } from '../interruption.ts'
import { type DatabasePlace, databasePlace, ledgerFlags } from '../ledger-place.ts'
import { loadSqlite } from '../load-sqlite.ts'
import { noteLogKey } from '../log-key-note.ts'
import { readSignerKey } from '../open-writing.ts'
import { print, tell } from '../output.ts'
import { jsonLine } from '../printable.ts'
import { showProgress } from '../progress.ts'
import { UsageError } from '../usage-error.ts'
import { defineVerb, jsonFlag, type Verb } from '../verb.ts'

const flags = {
  ...ledgerFlags,
  'log-key': { type: 'string', value: 'VKEY', help: 'verifier key of the log, known from elsewhere' },
  'log-key-in': { type: 'string', value: 'FILE', help: 'its secret key: the path is noted for later commands' },
  'dangerously-unsigned': { type: 'boolean', help: 'take the archive of a log without a key; nobody vouches for it' },
  ...jsonFlag,
} as const

/** Builds a ledger from an archive. */
export const verb: Verb = defineVerb({
  name: 'ledger import',
  operands: 'ARCHIVE',
  count: [1, 1],
  about: `Builds a new ledger from an archive that ect ledger export wrote; ARCHIVE is a file, or - for standard input. There is
no ledger before the last byte was checked against the checkpoint, which has to be signed with --log-key.

Of two copies that both go on, each signs its own history: close the old ledger for good before this one is written to.`,
  flags,
  async run({ values, positionals: [file = ''] }) {
    const place = databasePlace(values)
    const keyFile = values['log-key-in']
    const source = trustOf(values)
    if (keyFile !== undefined) await readSignerKey(keyFile)
    const interrupted = interruption()
    const progress = showProgress('entries imported')
    try {
      const archive = addAbortSignal(interrupted.signal, file === '-' ? process.stdin : createReadStream(file))
      const imported = await restore(place, archive, { ...source, onProgress: progress.update })
      progress.end()
      if (keyFile !== undefined && imported.logKey !== null) await noteLogKey(place, imported.logKey, keyFile)
      const { entries, equivocations, ids, logKey } = imported
      if (values.json === true) await print(jsonLine({ entries, equivocations, ids, logKey }))
      else tell(`${entries} entries imported`)
    } finally {
      progress.end()
      interrupted.end()
    }
    return 0
  },
})

type Trust = { readonly logKey: string } | { readonly dangerouslyUnsigned: true }

/** Whose signature has to be at the end of the archive. */
function trustOf(values: { 'log-key'?: string | undefined; 'dangerously-unsigned'?: boolean | undefined }): Trust {
  const logKey = values['log-key']
  const isUnsigned = values['dangerously-unsigned'] === true
  if ((logKey === undefined) !== isUnsigned) throw new UsageError('give --log-key VKEY, or --dangerously-unsigned')
  return logKey === undefined ? { dangerouslyUnsigned: true } : { logKey }
}

async function restore(
  place: DatabasePlace,
  archive: AsyncIterable<Uint8Array>,
  options: Trust & { readonly onProgress: (entries: number) => void },
): Promise<ImportedLedger> {
  if (place.kind === 'sqlite') return (await loadSqlite()).restoreSqliteLedger(place.file, archive, options)
  const { restorePostgresLedger } = await import('@wimse-ect/ledger-postgres')
  return restorePostgresLedger(place.url, archive, { ...options, name: place.name })
}
