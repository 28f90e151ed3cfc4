import { equal, ok } from 'node:assert/strict'
import { loadCases } from '@wimse-ect/conformance'
import { checkReceipt, makeReceipt, parseReceipt } from '@wimse-ect/ledger'
import { outcomeOf } from '../properties/outcome.ts'
import { textOf } from '../properties/text-of.ts'
import type { Target } from '../target.ts'

const cases = loadCases('proof').flatMap((each) => (each.ask === 'receipt' ? [each] : []))
const [logKey = ''] = cases.map((each) => each.logKey)
/** The records that the log has made receipts of. */
const records = new Set(
  cases.flatMap(({ receipt, token, result }) => (result === 'valid' ? recordIn(receipt, token) : [])),
)

/** Receipts [PROOF-RECEIPT]: what is read is written back, and only records that the log really has are accepted. */
export const target: Target = {
  check(input) {
    const text = textOf(input)
    const receipt = outcomeOf(() => parseReceipt(text))
    if (receipt.ok) equal(makeReceipt(receipt.value), text)
    for (const record of recordIn(text, undefined)) ok(records.has(record))
  },
  seeds: () => cases.map(({ receipt }) => receipt),
  words: ['c2sp.org/tlog-proof@v1\n', '\nextra ', '\nindex ', '\n\n'],
}

/** The place and token of an accepted receipt. */
function recordIn(receipt: string, token: string | undefined): readonly string[] {
  const outcome = outcomeOf(() => checkReceipt(receipt, { logKey, token }))
  return outcome.ok ? [`${outcome.value.sequence} ${outcome.value.token}`] : []
}
