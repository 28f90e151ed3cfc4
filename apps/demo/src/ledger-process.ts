/**
 * The ledger as a process of its own, which no agent runs [LEDGER-OPERATOR]: it verifies, judges and records what it is
 * sent, and lets everybody on this machine read.
 */

import { parseArgs } from 'node:util'
import { formatVerifierKey } from '@wimse-ect/ledger'
import { serve } from '@wimse-ect/server'
import { identities } from './identities.ts'
import { logNames } from './ledger-files.ts'
import { logLedgerEvent } from './ledger-log.ts'
import { logSigner } from './log-signer.ts'
import { register } from './registration.ts'

const { values } = parseArgs({
  options: {
    /** Where the entries are kept. */
    file: { type: 'string', default: 'ledger.db' },
    /** Name of the log; no two logs have the same. */
    origin: { type: 'string', default: logNames.ledger },
    /** Where the secret key of the log is kept, as whoever runs a ledger has to. Default: nowhere. */
    'key-file': { type: 'string' },
    /** Seconds by which the clock of this process is ahead. */
    'clock-offset': { type: 'string', default: '0' },
    /** How many seconds late a token may come. */
    'max-lateness': { type: 'string', default: '0' },
  },
})

const signer = await logSigner(values.origin, values['key-file'])
const service = await serve({
  // The one line that decides where entries are kept; postgres://... is the other kind.
  ledger: `sqlite:${values.file}`,
  create: { maxLatenessSeconds: Number(values['max-lateness']) },
  signer,
  audience: identities.ledger,
  // The registrar brings them.
  keys: { keys: [] },
  port: 0,
  clock: () => Math.floor(Date.now() / 1000) + Number(values['clock-offset']),
  log: logLedgerEvent,
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void endBy(signal))

register({ url: service.url, logKey: formatVerifierKey(signer.key) }, ({ keys }) => service.replaceKeys({ keys }))

/** Answers what is under way and closes the file before it lets the signal end this process. */
async function endBy(signal: NodeJS.Signals): Promise<void> {
  await service.close()
  process.kill(process.pid, signal)
}
