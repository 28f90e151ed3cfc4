/**
 * A witness as a process of its own, run by neither the agents nor the ledger: it cosigns what the ledger shows it as
 * long as that contains what it has seen before.
 */
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { createWitness, type Witness } from '@wimse-ect/witness'
import { createFileWitnessState, witnessListener } from '@wimse-ect/witness/node'
import { generateNoteKey, noteSigner } from 'wimse-ect'
import { listen } from './listen.ts'
import { logError } from './log.ts'
import { register } from './registration.ts'

const { values } = parseArgs({
  options: {
    /** Where it keeps what it has cosigned; there must be no such file yet. */
    state: { type: 'string', default: 'witness-state' },
    /** Name of the witness. */
    name: { type: 'string', default: 'witness.example.com/demo' },
  },
})
// Made here and gone with this process, as the keys of the agents are.
const { signerKey, verifierKey } = generateNoteKey(values.name, 'witness')
const signer = noteSigner(signerKey, 'witness')
const state = await createFileWitnessState(values.state)

let witness: Witness = async () => new Response(null, { status: 503 })
const url = await listen(createServer(witnessListener((request) => witness(request))))

register({ url, witnessKey: verifierKey }, ({ logKeys = [] }) => {
  witness = createWitness({ signer, logs: logKeys, state, onError: logError })
})
