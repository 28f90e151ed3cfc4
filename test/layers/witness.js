// Has a ledger of verified tokens cosigned (node signing.js | node verification.js | node witness.js [state file]).
import { json } from 'node:stream/consumers'
import { sealVerified } from '@wimse-ect/claims'
import { checkReceipt, generateNoteKey, MemoryLedger, noteSigner } from '@wimse-ect/ledger'
import { cosignedReceipt, createWitness, memoryWitnessState, requestCosignatures } from '@wimse-ect/witness'

// Whether a token fits the graph is for others to judge, as a rule for @wimse-ect/dag. This one only looks parents up.
const admission = (token, store) => ({ token, parents: token.task.parents.flatMap((id) => store.recordsOf(id)) })

const logKeys = generateNoteKey('ledger.example.com/audit')
const ledger = new MemoryLedger({ signer: noteSigner(logKeys.signerKey) })
// The verifier's mark does not travel in JSON; this program trusts the one in front of it.
await ledger.appendMany((await json(process.stdin)).map(sealVerified), admission)

const [, , file] = process.argv
// The state in a file needs a later Node than the rest.
const state = file === undefined ? memoryWitnessState() : await stateIn(file)
const { signerKey, verifierKey } = generateNoteKey('witness.example.com/w1', 'witness')
const witness = createWitness({ signer: noteSigner(signerKey, 'witness'), logs: [logKeys.verifierKey], state })

const { checkpoint } = await requestCosignatures(ledger, [{ url: 'https://witness.example.com', verifierKey }], {
  fetch: (url, init) => witness(new Request(url, init)),
})
const receipt = await cosignedReceipt(ledger, 0, checkpoint)
const witnessPolicy = { witnesses: [verifierKey], threshold: 1 }
const { checkpoint: checked } = checkReceipt(receipt, { logKey: logKeys.verifierKey, witnessPolicy })
console.log(`${checked.size} entries, seen by ${checked.witnessings[0].name}`)

async function stateIn(path) {
  const { createFileWitnessState } = await import('@wimse-ect/witness/node')
  return createFileWitnessState(path)
}
