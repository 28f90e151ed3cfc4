import { checkCheckpoint, encodeBase64 } from '@wimse-ect/ledger'
import { readableLedgerFlags } from '../ledger-place.ts'
import { logKeyFlag } from '../open-writing.ts'
import { print } from '../output.ts'
import { jsonLine } from '../printable.ts'
import { defineVerb, jsonFlag, type Verb } from '../verb.ts'
import { withLatestCheckpoint } from '../with-latest-checkpoint.ts'

/** Prints the checkpoint. */
export const verb: Verb = defineVerb({
  name: 'ledger checkpoint',
  about: `Prints the latest checkpoint, a C2SP signed note. Kept elsewhere it shows later whether the log was changed or put
back (ect ledger fsck --head).`,
  flags: { ...readableLedgerFlags, ...logKeyFlag, ...jsonFlag },
  async run({ values }) {
    const { note, logKey = '' } = await withLatestCheckpoint(values, async (ledger) => {
      return { note: await ledger.checkpoint(), logKey: ledger.logKey }
    })
    const { origin, size, root } = checkCheckpoint(note, { logKey })
    const json = (): string => jsonLine({ origin, size, root: encodeBase64(root), logKey, note })
    await print(values.json === true ? json() : note.trimEnd())
    return 0
  },
})
