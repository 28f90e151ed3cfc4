// Says a line when it becomes the leader of the log `audit`, and leads until it is killed: node leading-process.ts
// <url>
import { once } from 'node:events'
import { openPostgresLedgerReader } from '../../src/index.ts'

const [, , url = ''] = process.argv
const reader = await openPostgresLedgerReader(url, { name: 'audit' })
await reader.whileLeader(
  async (signal) => {
    console.log('leads')
    await once(signal, 'abort')
  },
  { retryMs: 20 },
)
