/**
 * The ledger as a process of its own, which no agent runs [LEDGER-OPERATOR]: it verifies, judges and records what it is
 * sent, and lets everybody read.
 */
import { parseArgs } from 'node:util'
import { createVerifier, generateNoteKey, jwksKeys, MemoryLedger, noteSigner, type RecordingVerifier } from 'wimse-ect'
import { identities, shortName } from './identities.ts'
import { log } from './log.ts'
import { jsonMessage, type Message, textBytes, textOf } from './message.ts'
import { register } from './registration.ts'
import { serve } from './serve.ts'

const { values } = parseArgs({
  options: {
    /** Name of the log; no two logs have the same. */
    origin: { type: 'string', default: 'ledger.example.com/demo' },
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
const ledger = new MemoryLedger({ clock, maxLatenessSeconds, signer })

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

/** The receipt of the entry whose sequence is the body. */
async function giveReceipt({ body }: Message): Promise<Message> {
  return { tokens: [], body: textBytes(await ledger.receipt(Number(textOf(body)))) }
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}
