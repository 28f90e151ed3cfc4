import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { makeCopy } from '../copy/make-copy.ts'
import { loadPageCode } from '../copy/page-code.ts'
import { copyFileName, saveFile } from '../copy/save-file.ts'
import type { LedgerSource, Workflow } from '../service/ledger-source.ts'

interface Properties {
  readonly workflow: Workflow
  readonly source: LedgerSource
}

/** Saves the workflow as one file that opens and verifies itself without network. */
export function SaveCopyButton({ workflow, source }: Properties): JSX.Element {
  const [state, setState] = useState<'idle' | 'saving' | 'failed'>('idle')
  const save = (): void => {
    setState('saving')
    copyOf(workflow, source).then(
      (html) => {
        saveFile(copyFileName(workflow.workflowId), 'text/html', html)
        setState('idle')
      },
      (error: unknown) => {
        console.error(error)
        setState('failed')
      },
    )
  }
  return (
    <>
      <button type="button" onClick={save} disabled={state === 'saving'}>
        {state === 'saving' ? 'Saving …' : 'Save offline copy'}
      </button>
      {state === 'failed' && (
        <span class="problem" role="alert">
          The copy could not be made.
        </span>
      )}
    </>
  )
}

async function copyOf(workflow: Workflow, source: LedgerSource): Promise<string> {
  const [code, keySet, evidence] = await Promise.all([loadPageCode(), source.keySet(), source.evidence(workflow)])
  const savedAt = Math.floor(Date.now() / 1000)
  return makeCopy({ savedAt, savedFrom: location.origin, workflow, keySet, evidence }, code)
}
