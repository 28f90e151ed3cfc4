import type { JSX } from 'preact'
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { FileSource } from './copy/file-source.ts'
import { keepPins, keptPins } from './kept-settings.ts'
import type { LedgerApi } from './service/ledger-api.ts'
import type { LedgerSource } from './service/ledger-source.ts'
import { useLoaded } from './use-loaded.ts'
import { useRoute } from './use-route.ts'
import { type Pins, trustOf } from './verify/trust.ts'
import { LoadFailed, Loading } from './views/load-states.tsx'
import { PageHeader } from './views/page-header.tsx'
import { TrustView } from './views/trust-view.tsx'
import { WorkflowView } from './views/workflow-view.tsx'
import { WorkflowsView } from './views/workflows-view.tsx'

interface Properties {
  /** The ledger service; `undefined` in a saved file. */
  readonly api: LedgerApi | undefined
  readonly source: LedgerSource
}

/** The page: its header, and the view that its address names. */
export function App({ api, source }: Properties): JSX.Element {
  const route = useRoute()
  const [pins, setPins] = useState<Pins>(() => (source.kind === 'file' ? {} : keptPins()))
  const load = useCallback(async () => {
    const [log, keySet] = await Promise.all([source.logFacts(), source.keySet()])
    return { log, keySet }
  }, [source])
  const [said, retry] = useLoaded(load)
  const trust = useMemo(() => {
    const { log, keySet } = said.status === 'ready' ? said.value : {}
    return trustOf({ keySet, logKey: log?.logKey, audience: log?.audience }, source.kind, pins)
  }, [said, source, pins])
  const pin = (next: Pins): void => {
    if (source.kind === 'service') keepPins(next)
    setPins(next)
  }
  const signIn = (token: string): void => {
    api?.signIn(token)
    retry()
  }
  const main = useFocusOnNewView(route.view)

  const view = (): JSX.Element => {
    if (said.status === 'loading') return <Loading what="the log" />
    if (said.status === 'failed') return <LoadFailed failure={said.failure} retry={retry} signIn={signIn} />
    if (route.view === 'trust') return <TrustView trust={trust} pins={pins} pin={pin} />
    if (route.view === 'workflow') return <WorkflowView route={route} source={source} trust={trust} />
    if (api !== undefined) return <WorkflowsView api={api} filter={route.filter} />
    return <SavedFileHome source={source} />
  }
  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <PageHeader route={route} log={said.status === 'ready' ? said.value.log : undefined} source={source} />
      <main id="main" tabIndex={-1} ref={main}>
        {view()}
      </main>
    </>
  )
}

/** The home of a saved file has one link. */
function SavedFileHome({ source }: { readonly source: LedgerSource }): JSX.Element {
  const id = source instanceof FileSource ? source.saved.workflow.workflowId : ''
  return (
    <div class="page">
      <h1>Saved workflow</h1>
      <p>
        This file carries one workflow: <a href={`#/workflows/${encodeURIComponent(id)}`}>{id}</a>
      </p>
    </div>
  )
}

/** Puts the focus on the content when another view appears, so that keyboards and screen readers are there too. */
function useFocusOnNewView(view: string) {
  const main = useRef<HTMLElement>(null)
  const shown = useRef(view)
  useEffect(() => {
    if (shown.current === view) return
    shown.current = view
    main.current?.focus({ preventScroll: true })
    scrollTo(0, 0)
  }, [view])
  return main
}
