import { MemoryLedger } from '@wimse-ect/ledger'
import { createLedgerServer } from '@wimse-ect/server'
import { beforeAll, expect, it } from 'vitest'
import { generateNoteKey, noteSigner } from 'wimse-ect'
import { audience, Recorder } from '../../sample/record-workflow.ts'
import { LedgerApi } from '../../src/service/ledger-api.ts'
import { ServiceSource } from '../../src/service/service-source.ts'
import { summarise } from '../../src/verify/summary.ts'
import { trustOf } from '../../src/verify/trust.ts'
import { verifyWorkflow } from '../../src/verify/verify-workflow.ts'
import { workflowId } from '../workflow.ts'

const length = 300
let answer: (request: Request) => Promise<Response>
const asked: string[] = []

/** The service, asked without a socket; `change` alters its answers on the way. */
function sourceOver(change: (body: string) => string = (body) => body): ServiceSource {
  const api = new LedgerApi(async (input, init) => {
    const url = new URL(String(input), 'http://127.0.0.1/')
    asked.push(url.pathname)
    const response = await answer(new Request(url, { ...init, headers: { host: url.host } }))
    if (response.headers.get('content-type') === 'application/octet-stream') return response
    return new Response(change(await response.text()), { status: response.status })
  })
  return new ServiceSource(api)
}

beforeAll(async () => {
  const recorder = new Recorder(1_772_438_400)
  const { signerKey } = generateNoteKey('ledger.example.com/audit')
  const ledger = new MemoryLedger({ signer: noteSigner(signerKey), clock: () => recorder.now })
  const steps = Array.from({ length }, (_, at) => ({
    action: `step_${at}`,
    agent: 'alice',
    after: at === 0 ? [] : ['step_0'],
  }))
  await recorder.record(ledger, workflowId, steps)
  const server = createLedgerServer({ ledger, audience, keys: recorder.keys, port: 0 })
  answer = (request) => server.handle(request, { address: '127.0.0.1' })
})

it('loads and proves 300 tasks with a few requests, and all of them verify', async () => {
  const source = sourceOver()
  asked.length = 0
  const workflow = await source.workflow(workflowId)
  const evidence = await source.evidence(workflow)
  expect(asked.length).toBeLessThan(10)
  const { log } = workflow
  const said = { keySet: await source.keySet(), logKey: log.logKey, audience: log.audience }
  const report = await verifyWorkflow(workflow, evidence, trustOf(said, 'service', {}))
  expect(summarise(report).tasks).toEqual({ pass: length, fail: 0, unchecked: 0 })
})

it('says that there is no such workflow', async () => {
  const missing = sourceOver().workflow('0195f3a2-0000-7000-8000-00000000dead')
  await expect(missing).rejects.toMatchObject({ failure: 'missing' })
})

it('refuses an answer in which two entries have one sequence', async () => {
  const source = sourceOver((body) => body.replace('"sequence":1,"taskId"', '"sequence":0,"taskId"'))
  await expect(source.workflow(workflowId)).rejects.toMatchObject({ failure: 'malformed' })
})

it('refuses pages that lead back', async () => {
  const source = sourceOver((body) => body.replace(/\}$/, ',"next":7}'))
  await expect(source.workflow(workflowId)).rejects.toMatchObject({ failure: 'malformed' })
})
