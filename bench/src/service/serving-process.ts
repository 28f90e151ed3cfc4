// Serves a new ledger until SIGTERM: node serving-process.ts <settings as JSON>. It tells its URL.
import { jsonLines, serve } from '@wimse-ect/server'
import { noteSigner } from 'wimse-ect'
import type { ServingSettings } from './start-serving.ts'

const { ledger, signerKey, keys, audience } = JSON.parse(process.argv[2] ?? '') as ServingSettings
const { url, closed } = await serve({
  ledger,
  signer: noteSigner(signerKey),
  create: {},
  keys,
  audience,
  port: 0,
  // One client is all there is here, and it is to send as much as it wants.
  limits: { requestsPerSecond: 1_000_000, requestBurst: 1_000_000 },
  log: jsonLines(process.stderr),
  signals: ['SIGTERM'],
})
// Also when whoever started it is gone.
process.on('disconnect', () => process.exit())
process.send?.(url)
await closed
process.disconnect()
