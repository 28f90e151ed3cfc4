import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { Evidence, LedgerSource, Workflow } from './service/ledger-source.ts'
import { LoadError } from './service/load-error.ts'
import type { Trust } from './verify/trust.ts'
import { type Progress, verifyWorkflow, type WorkflowReport } from './verify/verify-workflow.ts'

/** A verification as the page shows it. */
export interface Verification {
  readonly status: 'idle' | 'running' | 'done'
  readonly progress: Progress | undefined
  readonly report: WorkflowReport | undefined
  /** The checkpoint that receipts led to. */
  readonly checkpoint: string | undefined
  readonly start: () => void
}

type State = Omit<Verification, 'start'>

const idle: State = { status: 'idle', progress: undefined, report: undefined, checkpoint: undefined }

/** Verifies a workflow when told to. What was found is forgotten when the workflow, or what is trusted, is another. */
export function useVerification(workflow: Workflow, source: LedgerSource, trust: Trust): Verification {
  const [state, setState] = useState<State>(idle)
  const current = useRef<object>({})
  useEffect(() => {
    setState(idle)
    return () => {
      current.current = {}
    }
  }, [workflow, trust])
  const start = useCallback(() => {
    const run = {}
    current.current = run
    const show = (next: State): void => {
      if (current.current === run) setState(next)
    }
    show({ ...idle, status: 'running' })
    verify(workflow, source, trust, (progress) => show({ ...idle, status: 'running', progress })).then(
      (done) => show({ ...idle, status: 'done', ...done }),
      (error: unknown) => {
        console.error(error)
        show(idle)
      },
    )
  }, [workflow, source, trust])
  return { ...state, start }
}

async function verify(workflow: Workflow, source: LedgerSource, trust: Trust, tell: (progress: Progress) => void) {
  const evidence = await evidenceOf(workflow, source)
  const report = await verifyWorkflow(workflow, evidence, trust, tell)
  return { report, checkpoint: evidence?.checkpoint }
}

/** A service that cannot prove anything now leaves inclusion open; everything else can be checked. */
async function evidenceOf(workflow: Workflow, source: LedgerSource): Promise<Evidence | undefined> {
  try {
    return await source.evidence(workflow)
  } catch (error) {
    if (error instanceof LoadError) return undefined
    throw error
  }
}
