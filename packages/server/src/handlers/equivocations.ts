import { jsonAnswer } from '../answers.ts'
import type { Call, Service } from '../service.ts'

/** Evidence that is listed at most; the whole of it is for `fsck` and the database. */
const mostListed = 1000

/** Evidence of equivocation, in the order in which it was found [LEDGER-EQUIVOCATION-EVIDENCE]. */
export async function getEquivocations(_call: Call, { ledger }: Service): Promise<Response> {
  const equivocations = []
  for await (const evidence of ledger.equivocations()) {
    equivocations.push(evidence)
    if (equivocations.length === mostListed) break
  }
  return jsonAnswer({ equivocations })
}
