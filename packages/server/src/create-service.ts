import type { Ledger } from '@wimse-ect/ledger'
import { createVerifier } from 'wimse-ect'
import { readExplorer } from './explorer-files.ts'
import { KeySource } from './key-source.ts'
import { LedgerWatch } from './ledger-watch.ts'
import { limitsOf } from './limits.ts'
import { sayTo } from './log-event.ts'
import { Metrics } from './metrics.ts'
import type { ServiceOptions } from './server-options.ts'
import type { Service } from './service.ts'
import { WorkflowIndex } from './workflow-index.ts'

const defaultMaxWorkflows = 100_000

/**
 * Joins what handlers work with.
 *
 * @throws TypeError for options out of range
 */
export function createService(ledger: Ledger, options: ServiceOptions, isStopping: () => boolean): Service {
  const { audience, judging, pool, clock, explorer, maxWorkflows = defaultMaxWorkflows } = options
  if (!Number.isSafeInteger(maxWorkflows) || maxWorkflows < 1) {
    throw new TypeError('maxWorkflows must be a whole number, 1 or more')
  }
  const keys = new KeySource(options.keys)
  return {
    ledger,
    audience,
    keys,
    verifier: createVerifier({ ...judging, audience, keys: keys.resolve, ledger, clock, pool }),
    crossWorkflowParents: judging?.crossWorkflowParents ?? false,
    workflows: new WorkflowIndex(ledger, maxWorkflows),
    watch: new LedgerWatch(ledger),
    metrics: new Metrics(),
    limits: limitsOf(options.limits),
    explorer: readExplorer(explorer),
    say: sayTo(options.log),
    isStopping,
  }
}
