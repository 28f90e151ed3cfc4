/** Loaded before the tests of a mutation run: every mutant waits for every property, so each gets a fraction of a second. */
import fc from 'fast-check'

fc.configureGlobal({ interruptAfterTimeLimit: 200, endOnFailure: true })
