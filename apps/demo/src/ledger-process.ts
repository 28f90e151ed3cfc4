/**
 * The ledger as a process of its own, which no agent runs [LEDGER-OPERATOR]: it verifies, judges and records what it is
 * sent, and lets everybody read.
 */
import { parseArgs } from 'node:util'
import { createSqliteLedger } from '@wimse-ect/ledger-sqlite'
import { createVerifier, generateNoteKey, jwksKeys, noteSigner, type RecordingVerifier } from 'wimse-ect'
import { collect } from './collect.ts'
import { identities, shortName } from './identities.ts'
import { logNames } from './ledger-files.ts'
import { log } from './log.ts'
import { jsonMessage, type Message, textBytes, textOf } from './message.ts'
import { register } from './registration.ts'
import { serve } from './serve.ts'

const { values } = parseArgs({
  options: {
    /** Where the entries are kept; there must be no such file yet. */
    file: { type: 'string', default: 'ledger.db' },
    /** Name of the log; no two logs have the same. */
    origin: { type: 'string', default: logNames.ledger },
    /** Seconds by which the clock of this process is ahead. */
    'clock-offset': { type: 'string', default: '0' },
    /** How many seconds late a token may come. */
    'max-lateness': { type: 'string', default: '0' },
  },
})
const clock = (): number => Math.floor(Date.now() / 1000) + Number(values['clock-offset'])
const maxLatenessSeconds = Number(values['max-lateness'])
// Made here and gone with this process, as the keys of the agents are.
const { signerKey, verifierKey } = generateNoteKey(values.origin)
const signer = noteSigner(signerKey)

// The one line that decides where entries are kept.
const ledger = await createSqliteLedger(values.file, { clock, maxLatenessSeconds, signer })
let closing: Promise<void> | undefined
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void endBy(signal))

let verifier: RecordingVerifier | undefined

const url = await serve(
  new Map([
    ['POST /entries', record],
    ['GET /entries', async () => jsonMessage(await collect(ledger.entries()))],
    ['POST /receipts', giveReceipt],
    ['GET /equivocations', async () => jsonMessage(await collect(ledger.equivocations()))],
  ]),
)

register({ url, logKey: verifierKey }, ({ keys }) => {
  verifier = createVerifier({ audience: identities.ledger, keys: jwksKeys({ keys }), ledger, clock })
})

/** Records the tokens in the order they came; the first that is refused ends the request, those before it stay. */
async function record({ tokens }: Message): Promise<Message> {
  if (verifier === undefined) throw new Error('not configured yet')
  const entries = []
  for (const token of tokens) {
    const entry = await verifier.record(token)
    log({ event: 'recorded', text: `${entry.sequence} ${shortName(entry.agent)} ${entry.action}` })
    entries.push(entry)
  }
  return jsonMessage(entries)
}

/** Closes the file before it lets the signal end this process: then everything is in that one file. */
async function endBy(signal: NodeJS.Signals): Promise<void> {
  closing ??= ledger.close()
  await closing
  process.kill(process.pid, signal)
}

/** The receipt of the entry whose sequence is the body. */
async function giveReceipt({ body }: Message): Promise<Message> {
  return { tokens: [], body: textBytes(await ledger.receipt(Number(textOf(body)))) }
}
