import { rm } from 'node:fs/promises'
import type { IdKind } from '@wimse-ect/claims'
import { generateNoteKey, type NoteSigner, noteSigner } from '@wimse-ect/ledger'
import { idKinds } from '../judging-options.ts'
import { type DatabasePlace, databasePlace, ledgerFlags } from '../ledger-place.ts'
import { loadSqlite } from '../load-sqlite.ts'
import { noteLogKey } from '../log-key-note.ts'
import { print, tell } from '../output.ts'
import { jsonLine, printable } from '../printable.ts'
import { oneOf, wholeNumber } from '../read-option.ts'
import { defineVerb, jsonFlag, type Verb } from '../verb.ts'
import { writeWhole } from '../write-whole.ts'

const flags = {
  ...ledgerFlags,
  origin: { type: 'string', required: true, value: 'NAME', help: 'name of the log, such as ledger.example.com/log' },
  'log-key-out': { type: 'string', required: true, value: 'FILE', help: 'where its secret key goes, mode 600' },
  ids: { type: 'string', value: 'uuid|opaque', help: 'kind of the identifiers, fixed for ever (default uuid)' },
  'max-lateness': { type: 'string', value: 'SECONDS', help: 'how late a token may be recorded (default 0)' },
  ...jsonFlag,
} as const

/** Makes a ledger. */
export const verb: Verb = defineVerb({
  name: 'ledger init',
  about: `Makes a ledger and the key of its log, and prints the verifier key, with which anybody can check receipts.

Neither a ledger nor a key is ever overwritten. The path of the secret key is noted, for SQLite in FILE-log-key-path and
for PostgreSQL in ~/.config/ect/log-keys ($XDG_CONFIG_HOME), so that later commands find it; see --log-key-in there.`,
  flags,
  async run({ values }) {
    const { origin, 'log-key-out': keyFile, json = false } = values
    const place = databasePlace(values)
    const ids = oneOf(values.ids, idKinds, '--ids') ?? 'uuid'
    const maxLatenessSeconds = wholeNumber(values['max-lateness'], '--max-lateness') ?? 0
    const { signerKey, verifierKey } = generateNoteKey(origin)
    // First the key: a log whose key was lost could sign nothing.
    await writeWhole(keyFile, `${signerKey}\n`, { mode: 0o600, force: false })
    try {
      await create(place, { signer: noteSigner(signerKey), ids, maxLatenessSeconds })
    } catch (error) {
      await rm(keyFile, { force: true })
      throw error
    }
    await noteLogKey(place, verifierKey, keyFile).catch(() =>
      tell(`the path of the key could not be noted; later commands need --log-key-in ${printable(keyFile)}`),
    )
    await print(json ? jsonLine({ logKey: verifierKey, origin, ids, maxLatenessSeconds }) : verifierKey)
    return 0
  },
})

interface NewLedger {
  readonly signer: NoteSigner
  readonly ids: IdKind
  readonly maxLatenessSeconds: number
}

async function create(place: DatabasePlace, options: NewLedger): Promise<void> {
  if (place.kind === 'sqlite') {
    const { createSqliteLedger } = await loadSqlite()
    const ledger = await createSqliteLedger(place.file, options)
    return ledger.close()
  }
  const { createPostgresLedger } = await import('@wimse-ect/ledger-postgres')
  const ledger = await createPostgresLedger(place.url, { ...options, name: place.name })
  return ledger.close()
}
