import type { Admission, Revision } from '@wimse-ect/claims'
import { type DagOptions, inlineStore } from '@wimse-ect/dag'
import type { Ledger } from '@wimse-ect/ledger'
import type { VerifierOptions as BareVerifierOptions, GraphCheck } from '@wimse-ect/verification'

/** Options of `createVerifier`: those of the layers, joined. `clockSkew` serves steps 11 and 15. */
export interface VerifierOptions<R extends Revision = Revision>
  extends Omit<BareVerifierOptions<R>, 'graph'>,
    DagOptions {
  /** The ledger that tokens are judged against and recorded in (full mode) [MODE-FULL]. Default: none. */
  readonly ledger?: Ledger | undefined
}

/**
 * The options with step 15 in them: against the ledger, or among the tokens of one message.
 *
 * @throws TypeError when `ids` is not the ledger's kind
 */
export function withGraph<Options extends VerifierOptions>(
  options: Options,
  admission: Admission,
): Options & Pick<BareVerifierOptions, 'graph' | 'ids'> {
  const { ledger } = options
  if (ledger === undefined) return { ...options, graph: inlineCheck(admission) }
  const ids = options.ids ?? ledger.ids
  if (ids !== ledger.ids) throw new TypeError('ids must be the kind that the ledger was created for')
  return { ...options, ids, graph: ledgerCheck(ledger, admission) }
}

function inlineCheck(admission: Admission): GraphCheck {
  return (token, inline) => {
    if (inline !== undefined) admission(token, inlineStore(inline))
  }
}

function ledgerCheck(ledger: Ledger, admission: Admission): GraphCheck {
  return async (token) => {
    // A token that is recorded was judged when it entered; against itself it would look like a second task of its id.
    if ((await ledger.findEntry(token.signingInput)) !== undefined) return
    admission(token, await ledger.storeFor(token.task))
  }
}
