import type { Admission, AdmittedTask, EctError, EctStore, TaskRecord, VerifiedTask } from '@wimse-ect/claims'
import { ancestryOf } from './ancestry.ts'
import { type DagOptions, type DagSettings, dagSettings } from './dag-options.ts'
import { judge } from './rules.ts'
import { parentLinks } from './scope.ts'

/**
 * Admits a verified token to a store, or says why it does not fit: step 15 of the verification [VERIFY-ORDER-15-DAG].
 *
 * Pure and synchronous, so that a ledger can run it inside the transaction that appends. Without options it is an
 * `Admission` as it stands; for others use {@link createAdmission}.
 *
 * @param token verified, in whatever envelope it came
 * @param store the tasks before it, without the token itself: a ledger, or `inlineStore` of the parents
 * @throws EctError, first rule first: `ECT_DAG_CYCLE` for a token that names itself; `ECT_DAG_TASK_EXISTS`;
 * `ECT_DAG_PARENT_MISSING` and `ECT_DAG_PARENT_AMBIGUOUS`; `ECT_DAG_PARENT_REVISION`; `ECT_DAG_PARENT_WORKFLOW`;
 * `ECT_DAG_PARENT_TIME`; `ECT_DAG_CYCLE` and `ECT_DAG_LIMIT` for the ancestors; `ECT_DAG_PARENT_POLICY`. `taskId` is
 * the token's; `path` says which parent, e.g. `par[2]` or `pred[2]`
 * @throws TypeError for options out of range
 */
export function admit<Token extends VerifiedTask>(
  token: Token,
  store: EctStore,
  options?: DagOptions,
): AdmittedTask<Token> {
  return admitWith(dagSettings(options), token, store)
}

/**
 * Makes an `Admission` with other options, for `append`.
 *
 * @throws TypeError for options out of range
 */
export function createAdmission(options: DagOptions): Admission {
  const settings = dagSettings(options)
  return (token, store) => admitWith(settings, token, store)
}

function admitWith<Token extends VerifiedTask>(
  settings: DagSettings,
  token: Token,
  store: EctStore,
): AdmittedTask<Token> {
  const { task } = token
  const links = parentLinks(task, store, settings.crossWorkflowParents)
  const ancestry = () => ancestryOf(task, store, settings)
  judge({ task, record: undefined, links, before: store, ancestry, settings }, refuse)
  // Each link has exactly one candidate now.
  const parents: readonly TaskRecord[] = links.flatMap(({ candidates }) => candidates)
  return { token, parents } as AdmittedTask<Token>
}

function refuse(error: EctError): never {
  throw error
}
