import { render } from 'preact'
import { App } from './app.tsx'
import { FileSource } from './copy/file-source.ts'
import { savedWorkflowId } from './copy/make-copy.ts'
import { readSavedWorkflow } from './copy/saved-workflow.ts'
import { formatRoute } from './route.ts'
import { LedgerApi } from './service/ledger-api.ts'
import { ServiceSource } from './service/service-source.ts'
import './style/base.css'
import './style/controls.css'
import './style/workflows.css'
import './style/workflow.css'
import './style/graph.css'

const place = document.getElementById('app')
if (place === null) throw new TypeError('the page has no place for the app')

// A saved file carries its data; the page of a service asks that service.
const saved = document.getElementById(savedWorkflowId)?.textContent
if (saved === undefined || saved === null) {
  const api = new LedgerApi()
  render(<App api={api} source={new ServiceSource(api)} />, place)
} else {
  const source = new FileSource(readSavedWorkflow(saved))
  const { workflowId } = source.saved.workflow
  if (location.hash === '') location.replace(formatRoute({ view: 'workflow', workflowId, shows: 'graph' }))
  render(<App api={undefined} source={source} />, place)
}
