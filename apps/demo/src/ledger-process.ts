/** The ledger as a process of its own: it verifies, judges and records what it is sent, and lets everybody read. */
import { parseArgs } from 'node:util'
import { createVerifier, jwksKeys, MemoryLedger, type RecordingVerifier } from 'wimse-ect'
import { identities, shortName } from './identities.ts'
import { log } from './log.ts'
import { jsonMessage, type Message } from './message.ts'
import { register } from './registration.ts'
import { serve } from './serve.ts'

const { values } = parseArgs({
  options: {
    /** Seconds by which the clock of this process is ahead. */
    'clock-offset': { type: 'string', default: '0' },
    /** How many seconds late a token may come. */
    'max-lateness': { type: 'string', default: '0' },
  },
})
const clock = (): number => Math.floor(Date.now() / 1000) + Number(values['clock-offset'])

// The one line that decides where entries are kept.
const ledger = new MemoryLedger({ clock, maxLatenessSeconds: Number(values['max-lateness']) })

let verifier: RecordingVerifier | undefined

const url = await serve(
  new Map([
    ['POST /entries', record],
    ['GET /entries', async () => jsonMessage(await collect(ledger.entries()))],
    ['GET /equivocations', async () => jsonMessage(await collect(ledger.equivocations()))],
  ]),
)

register({ url }, ({ keys }) => {
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

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}
