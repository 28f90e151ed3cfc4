import { afterEach, expect, it, vi } from 'vitest'
import { SharedJobs } from '../../src/node/shared-jobs.ts'
import { alice } from '../cast.ts'
import { forged, jobOf } from '../jobs.ts'

/** What the thread takes for its way to the others; on the main thread there is none. */
let parentPort: MessagePort | null = null
vi.mock(import('node:worker_threads'), async (original) => ({
  ...(await original()),
  get parentPort() {
    return parentPort as never
  },
}))

const never = () => {
  throw new Error('not asked')
}
const { port1: main, port2: thread } = new MessageChannel()
afterEach(() => main.close())

it('a thread answers whatever jobs it is sent, also after a message that it cannot read', async () => {
  parentPort = thread
  await import('../../src/node/pool-worker.ts')
  const shared = SharedJobs.from([jobOf(alice, 1, never), forged(jobOf(alice, 2, never))])
  main.postMessage({ ...shared.message, memory: undefined })
  main.postMessage(shared.message)
  await vi.waitFor(() => expect([shared.answerTo(0), shared.answerTo(1)]).toEqual([true, false]))
})

it('on the main thread it does nothing', async () => {
  parentPort = null
  vi.resetModules()
  expect(Object.keys(await import('../../src/node/pool-worker.ts'))).toEqual([])
})
