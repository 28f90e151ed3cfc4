// Publishes verified tokens to a folder and proves one of them from it (node signing.js | node verification.js | node
// ledger-tiles.js).
import { mkdirSync } from 'node:fs'
import { json } from 'node:stream/consumers'
import { decodeEct, sealVerified } from '@wimse-ect/claims'
import { checkReceipt, generateNoteKey, MemoryLedger, noteSigner } from '@wimse-ect/ledger'
import { folderStore, openPublishedLog, publishLog } from '@wimse-ect/ledger-tiles'

// Whether a token fits the graph is for others to judge, as a rule for @wimse-ect/dag. This one only looks parents up.
const admission = (token, store) => ({ token, parents: token.task.parents.flatMap((id) => store.recordsOf(id)) })

const { signerKey, verifierKey: logKey } = generateNoteKey('ledger.example.com/audit')
const ledger = new MemoryLedger({ signer: noteSigner(signerKey) })
// The verifier's mark does not travel in JSON; this program trusts the one in front of it.
const tokens = await json(process.stdin)
await ledger.appendMany(tokens.map(sealVerified), admission)

mkdirSync('published')
const store = folderStore('published')
const { size } = await publishLog(ledger, store)
const published = await openPublishedLog(store, { logKey })
const { token, sequence } = checkReceipt(await published.receipt(size - 1), { logKey })
console.log(`${size} published, entry ${sequence} proved: ${decodeEct(token).payload.exec_act}`)
