import { describe } from 'vitest'
import { describeBatches } from './batch-cases.ts'
import { describeConcurrency } from './concurrency-cases.ts'
import { describeEntries } from './entry-cases.ts'
import { describeEquivocation } from './equivocation-cases.ts'
import { describeGraph } from './graph-cases.ts'
import { describeIdentity } from './identity-cases.ts'
import { describeIteration } from './iteration-cases.ts'
import { type OpenLedger, onNewLedger } from './ledger-under-test.ts'
import { describeLinearity } from './linearity-cases.ts'
import { describeLookUps } from './look-up-cases.ts'
import { describeModel } from './model-cases.ts'
import { describeNamesakes } from './namesake-cases.ts'
import { describeProofs } from './proof-cases.ts'
import { describeRevisions } from './revision-cases.ts'
import { describeTiles } from './tile-cases.ts'

export type { LedgerSettings, OpenedLedger, OpenLedger } from './ledger-under-test.ts'

/** How thorough the contract test is. */
export interface LedgerContractOptions {
  /** Runs of each property; each opens a ledger of its own. Default 200. */
  readonly runs?: number
}

/**
 * Registers the tests of the contract that src/ledger.ts states, to be called at the top of a test file.
 *
 * Every ledger runs them unchanged. They need nothing but the `Ledger` interface; what a ledger promises beyond it,
 * such as surviving a crash, its own package tests.
 *
 * @param name of the ledger, for the titles
 * @param open opens a new, empty ledger
 */
export function describeLedgerContract(
  name: string,
  open: OpenLedger,
  { runs = 200 }: LedgerContractOptions = {},
): void {
  const onLedger = onNewLedger(open)
  describe(`${name} as a ledger`, () => {
    describeEntries(onLedger)
    describeIdentity(onLedger)
    describeEquivocation(onLedger)
    describeGraph(onLedger)
    describeBatches(onLedger)
    describeLookUps(onLedger)
    describeNamesakes(onLedger)
    describeIteration(onLedger)
    describeConcurrency(onLedger)
    describeProofs(onLedger)
    describeRevisions(onLedger)
    describeTiles(onLedger)
    describeModel(onLedger, runs)
    describeLinearity(onLedger, runs)
  })
}
