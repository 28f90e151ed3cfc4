import type { Evidence, LedgerSource, Workflow } from '../service/ledger-source.ts'
import { LoadError } from '../service/load-error.ts'
import type { LogFacts } from '../service/log-facts.ts'
import type { SavedWorkflow } from './saved-workflow.ts'

/** The one workflow of a saved file. */
export class FileSource implements LedgerSource {
  readonly kind = 'file'
  readonly saved: SavedWorkflow

  constructor(saved: SavedWorkflow) {
    this.saved = saved
  }

  async logFacts(): Promise<LogFacts> {
    return this.saved.workflow.log
  }

  async keySet(): Promise<string | undefined> {
    return this.saved.keySet
  }

  async workflow(workflowId: string): Promise<Workflow> {
    if (workflowId !== this.saved.workflow.workflowId) throw new LoadError('missing')
    return this.saved.workflow
  }

  async evidence(): Promise<Evidence | undefined> {
    return this.saved.evidence
  }
}
