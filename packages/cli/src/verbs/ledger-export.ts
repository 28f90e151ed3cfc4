import { exportLedger } from '@wimse-ect/ledger'
import { interruption } from '../interruption.ts'
import { ledgerFlags } from '../ledger-place.ts'
import { openDatabase } from '../open-reading.ts'
import { printBytes, tell } from '../output.ts'
import { showProgress } from '../progress.ts'
import { UsageError } from '../usage-error.ts'
import { defineVerb, type Verb } from '../verb.ts'
import { whileNotAborted } from '../while-not-aborted.ts'
import { checkFree, writeWhole } from '../write-whole.ts'

const flags = {
  ...ledgerFlags,
  out: { type: 'string', value: 'FILE', help: 'where the archive goes (default: standard output)' },
  force: { type: 'boolean', help: 'overwrite the file' },
} as const

/** Writes a ledger into an archive. */
export const verb: Verb = defineVerb({
  name: 'ledger export',
  about: `Writes the whole ledger into one archive, JSON lines compressed with gzip, from which ect ledger import builds a
ledger with the same root. A file is there whole or not at all; of standard output heed the exit code.`,
  flags,
  async run({ values }) {
    const { out = '-', force = false } = values
    if (out === '-' && process.stdout.isTTY === true)
      throw new UsageError('an archive is not for a terminal; use --out')
    if (out !== '-') checkFree(out, force)
    const ledger = await openDatabase(values)
    const interrupted = interruption()
    const progress = showProgress('entries exported')
    let entries = 0
    const onProgress = (count: number): void => {
      entries = count
      progress.update(count)
    }
    try {
      const archive = whileNotAborted(exportLedger(ledger, { onProgress }), interrupted.signal)
      await (out === '-' ? printBytes(archive) : writeWhole(out, archive, { force }))
    } finally {
      progress.end()
      await ledger.close()
      interrupted.end()
    }
    tell(`${entries} entries exported`)
    return 0
  },
})
