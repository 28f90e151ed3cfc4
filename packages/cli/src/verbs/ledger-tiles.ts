import { mkdir } from 'node:fs/promises'
import { folderStore, publishLog } from '@wimse-ect/ledger-tiles'
import { interruption } from '../interruption.ts'
import { ledgerFlags } from '../ledger-place.ts'
import { openDatabase } from '../open-reading.ts'
import { print } from '../output.ts'
import { jsonLine } from '../printable.ts'
import { isFile } from '../read-tokens.ts'
import { UsageError } from '../usage-error.ts'
import { defineVerb, jsonFlag, type Verb } from '../verb.ts'

const flags = {
  ...ledgerFlags,
  out: { type: 'string', required: true, value: 'FOLDER', help: 'where the tiles go; its parent has to exist' },
  'remove-partials': { type: 'boolean', help: 'remove partial tiles where there is a full one' },
  ...jsonFlag,
} as const

/** Publishes tiles. */
export const verb: Verb = defineVerb({
  name: 'ledger tiles',
  about: `Publishes the log to a folder in the C2SP tlog-tiles layout, from which any web server serves it: what is new since
the last time, and the checkpoint last. Safe to repeat, to interrupt, and to run several times at once.`,
  flags,
  async run({ values }) {
    const { out } = values
    if (isFile(out)) throw new UsageError('--out is a folder')
    // Only the last part: where a disk is not mounted, its log must not look empty.
    await mkdir(out).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    })
    const ledger = await openDatabase(values)
    const interrupted = interruption()
    try {
      const { signal } = interrupted
      const removePartials = values['remove-partials']
      const { from, size, created } = await publishLog(ledger, folderStore(out), { removePartials, signal })
      const text = `${size} entries published, ${size - from} of them new, in ${created} new files`
      await print(values.json === true ? jsonLine({ from, size, created }) : text)
    } finally {
      await ledger.close()
      interrupted.end()
    }
    return 0
  },
})
