/**
 * The ledger as a process of its own, which no agent runs [LEDGER-OPERATOR]: it verifies, judges and records what it is
 * sent, and lets everybody read.
 */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { createSqliteLedger } from '@wimse-ect/ledger-sqlite'
import { cosignedReceipt, requestCosignatures, type WitnessEndpoint } from '@wimse-ect/witness'
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
    /** Where to keep the secret key of the log, as whoever runs a ledger has to. Default: nowhere. */
    'key-file': { type: 'string' },
    /** Seconds by which the clock of this process is ahead. */
    'clock-offset': { type: 'string', default: '0' },
    /** How many seconds late a token may come. */
    'max-lateness': { type: 'string', default: '0' },
  },
})
const clock = (): number => Math.floor(Date.now() / 1000) + Number(values['clock-offset'])
const maxLatenessSeconds = Number(values['max-lateness'])
const { signerKey, verifierKey } = generateNoteKey(values.origin)
if (values['key-file'] !== undefined) await writeFile(values['key-file'], signerKey, { mode: 0o600, flag: 'wx' })
const signer = noteSigner(signerKey)

// The one line that decides where entries are kept.
const ledger = await createSqliteLedger(values.file, { clock, maxLatenessSeconds, signer })
let closing: Promise<void> | undefined
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void endBy(signal))

let verifier: RecordingVerifier | undefined
let witnesses: readonly WitnessEndpoint[] = []

const url = await serve(
  new Map([
    ['POST /entries', record],
    ['GET /entries', async () => jsonMessage(await collect(ledger.entries()))],
    ['POST /receipts', giveReceipt],
    ['GET /equivocations', async () => jsonMessage(await collect(ledger.equivocations()))],
  ]),
)

register({ url, logKey: verifierKey }, (settings) => {
  const keys = jwksKeys({ keys: settings.keys })
  verifier = createVerifier({ audience: identities.ledger, keys, ledger, clock })
  witnesses = settings.witnesses ?? []
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

/** The receipt of the entry whose sequence is the body, with the cosignatures of the witnesses. */
async function giveReceipt({ body }: Message): Promise<Message> {
  const { checkpoint, answers } = await requestCosignatures(ledger, witnesses)
  for (const answer of answers) {
    if (!answer.ok) log({ event: 'failed', text: `${answer.name} does not cosign: ${answer.error.code}` })
  }
  return { tokens: [], body: textBytes(await cosignedReceipt(ledger, Number(textOf(body)), checkpoint)) }
}
