// Records verified tokens (node signing.js | node verification.js | node ledger.js).
import { json } from 'node:stream/consumers'
import { MemoryLedger } from '@wimse-ect/ledger'

// Whether a token fits the graph is for others to judge, as a rule for @wimse-ect/dag. This one only looks parents up.
const admission = (token, store) => ({ token, parents: token.task.parents.flatMap((id) => store.recordsOf(id)) })

const ledger = new MemoryLedger()
for (const token of await json(process.stdin)) {
  const entry = await ledger.append(token, admission)
  const after = entry.parents.map((parent) => ` after ${parent.sequence}`)
  console.log(`${entry.sequence}: ${entry.action}${after}`)
}
