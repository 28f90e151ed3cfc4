// Serves a ledger until SIGTERM: node serving-process.ts <settings as JSON>. Its first line is the URL.
import { noteSigner } from 'wimse-ect'
import { serve } from '../../src/index.ts'
import type { ServingSettings } from './settings.ts'

const settings: ServingSettings = JSON.parse(process.argv[2] ?? '')
const { url, closed } = await serve({
  ledger: settings.ledger,
  signer: noteSigner(settings.signerKey),
  keys: settings.keys,
  port: settings.port ?? 0,
  limits: settings.limits,
  audience: 'spiffe://example.com/system/ledger',
  create: {},
  signals: ['SIGTERM'],
})
console.log(url)
await closed
console.log('closed')
