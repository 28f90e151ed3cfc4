import { EctError } from '@wimse-ect/claims'
import { readableLedgerFlags } from '../ledger-place.ts'
import { logKeyFlag } from '../open-writing.ts'
import { print } from '../output.ts'
import { jsonLine } from '../printable.ts'
import { selectEntries, selectionFlags } from '../select-entries.ts'
import { UsageError } from '../usage-error.ts'
import { defineVerb, jsonFlag, type Verb } from '../verb.ts'
import { withLatestCheckpoint } from '../with-latest-checkpoint.ts'

/** Prints a receipt. */
export const verb: Verb = defineVerb({
  name: 'ledger prove',
  operands: '[SEQUENCE|TASK_ID|TOKEN]',
  count: [0, 1],
  about: `Prints the receipt of an entry, a C2SP tlog-proof with the token in it. Whoever holds the verifier key of the log
checks it with ect ledger check, without the ledger.`,
  flags: { ...readableLedgerFlags, ...selectionFlags, ...logKeyFlag, ...jsonFlag },
  async run({ values, positionals }) {
    const { sequence, receipt } = await withLatestCheckpoint(values, async (ledger) => {
      const [entry, ...others] = await selectEntries(ledger, values, positionals)
      if (entry === undefined) throw new EctError('ECT_PROOF_RANGE')
      if (others.length > 0) throw new UsageError('several workflows have a task of this id; name one with --workflow')
      return { sequence: entry.sequence, receipt: await ledger.receipt(entry.sequence) }
    })
    await print(values.json === true ? jsonLine({ sequence, receipt }) : receipt.trimEnd())
    return 0
  },
})
