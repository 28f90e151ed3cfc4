// Records verified tokens (node signing.js | node verification.js | node ledger.js).
import { json } from 'node:stream/consumers'
import { sealVerified } from '@wimse-ect/claims'
import { MemoryLedger } from '@wimse-ect/ledger'

// Whether a token fits the graph is for others to judge, as a rule for @wimse-ect/dag. This one only looks parents up.
const admission = (token, store) => ({ token, parents: token.task.parents.flatMap((id) => store.recordsOf(id)) })

const ledger = new MemoryLedger()
for (const token of await json(process.stdin)) {
  // The verifier's mark does not travel in JSON; this program trusts the one in front of it.
  const entry = await ledger.append(sealVerified(token), admission)
  const after = entry.parents.map((parent) => ` after ${parent.sequence}`)
  console.log(`${entry.sequence}: ${entry.action}${after}`)
}
