// Records verified tokens in a file (node signing.js | node verification.js | node ledger-sqlite.js create), or reads it (open).
import { json } from 'node:stream/consumers'
import { sealVerified } from '@wimse-ect/claims'
import { createSqliteLedger, openSqliteLedger } from '@wimse-ect/ledger-sqlite'

// Whether a token fits the graph is for others to judge, as a rule for @wimse-ect/dag. This one only looks parents up.
const admission = (token, store) => ({ token, parents: token.task.parents.flatMap((id) => store.recordsOf(id)) })

if (process.argv[2] === 'create') {
  const ledger = await createSqliteLedger('ledger.db')
  // The verifier's mark does not travel in JSON; this program trusts the one in front of it.
  const tokens = await json(process.stdin)
  await ledger.appendMany(tokens.map(sealVerified), admission)
  console.log(`${await ledger.size()} entries`)
  await ledger.close()
} else {
  const ledger = await openSqliteLedger('ledger.db')
  const first = await ledger.getBySequence(0)
  console.log(`${await ledger.size()} entries, ${first.sequence}: ${first.action}`)
  await ledger.close()
}
