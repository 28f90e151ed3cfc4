import { type IdKind, idNameOf, type Task, type VerifiedEct } from '@wimse-ect/claims'
import { binaryArray } from './binary-array.ts'
import { encodeIds } from './stored-id.ts'

/** A task id within one workflow, or without one. */
export interface Scope {
  readonly taskId: string
  readonly workflowId: string | undefined
}

/** A token by its issuer and `jti`. */
export interface TokenName {
  readonly issuer: string
  readonly tokenId: string
}

/** A task id, as it is asked for on behalf of a task whose ids are of one kind. */
export interface NamedTask {
  readonly taskId: string
  /** True when tasks of that kind are named by their `jti`. */
  readonly isJti: boolean
}

/** Who has signed tasks of one id, by `tid`, with one key. */
export interface Signer {
  readonly taskId: string
  readonly issuer: string
  readonly kid: string
}

/** Records that have to be read before a batch can be judged. */
export interface WantedRecords {
  /** Task ids of which the first {@link fewRecords} records are wanted. */
  readonly tasks?: readonly string[]
  /** Task ids of which all are. */
  readonly wholeTasks?: readonly string[]
  readonly scopes?: readonly Scope[]
  /** Task ids of which two records of one kind are wanted, or the only one. */
  readonly several?: readonly NamedTask[]
  /** Of whose records of a task id the first is wanted. */
  readonly signers?: readonly Signer[]
  readonly tokens?: readonly TokenName[]
}

/** More records of one task id, recorded by whomever, would make it slow to look at all of them. */
export const fewRecords = 8

/**
 * What the graph rules may ask about these tasks: their own ids, their parents', and their `jti`.
 *
 * @param atHand parents that need not be looked up. Default: none
 */
export function wantedFor(
  tasks: readonly Task[],
  atHand?: ReadonlySet<string>,
): Required<Pick<WantedRecords, 'tasks' | 'tokens'>> {
  const names = new Set(tasks.map(({ taskId }) => taskId))
  for (const { parents } of tasks) {
    for (const parent of parents) if (atHand?.has(parent) !== true) names.add(parent)
  }
  return {
    tasks: [...names],
    tokens: tasks.map(({ agent, tokenId }) => ({ issuer: agent, tokenId })),
  }
}

/** Both of two wishes. */
export function bothWanted(one: WantedRecords, other: WantedRecords): WantedRecords {
  return {
    tasks: [...(one.tasks ?? []), ...(other.tasks ?? [])],
    wholeTasks: [...(one.wholeTasks ?? []), ...(other.wholeTasks ?? [])],
    scopes: [...(one.scopes ?? []), ...(other.scopes ?? [])],
    several: [...(one.several ?? []), ...(other.several ?? [])],
    signers: [...(one.signers ?? []), ...(other.signers ?? [])],
    tokens: [...(one.tokens ?? []), ...(other.tokens ?? [])],
  }
}

/** The names by which entries may be wanted, as arrays of `bytea`. */
export function encodeNames(
  { tasks = [], wholeTasks = [], scopes = [], several = [], signers = [], tokens = [] }: WantedRecords,
  ids: IdKind,
): { readonly tasks: Buffer; readonly tokens: Buffer } {
  const named = [...scopes, ...several, ...signers].map(({ taskId }) => taskId)
  return {
    tasks: encodeIds([...tasks, ...wholeTasks, ...named], ids),
    tokens: encodeIds(
      tokens.map(({ tokenId }) => tokenId),
      ids,
    ),
  }
}

/** A text of its own for each; a `kid` may hold spaces. */
export function signerKey({ taskId, issuer, kid }: Signer): string {
  return `signer ${JSON.stringify([taskId, issuer, kid])}`
}

/** A task id as a task means it. */
export function namedFor(taskId: string, asking: Task): NamedTask {
  return { taskId, isJti: idNameOf(asking) === 'jti' }
}

/**
 * What else the rules may ask about those of some tokens that belong to no workflow: such a task claims its id, and
 * takes its parents, in the whole log.
 *
 * @param isCutOff true for a task id that has more than {@link fewRecords}
 */
export function wantedOfAll(
  tokens: readonly VerifiedEct[],
  isCutOff: (taskId: string) => boolean,
): Required<Pick<WantedRecords, 'several' | 'signers'>> {
  const several = new Map<string, NamedTask>()
  const signers = new Map<string, Signer>()
  for (const { task, header } of tokens) {
    if (task.workflowId !== undefined) continue
    for (const taskId of [task.taskId, ...task.parents].filter(isCutOff)) {
      const named = namedFor(taskId, task)
      several.set(`${taskId} ${named.isJti}`, named)
    }
    const { taskId, agent: issuer } = task
    if (!isCutOff(taskId) || namedFor(taskId, task).isJti) continue
    const signer = { taskId, issuer, kid: header.kid }
    signers.set(signerKey(signer), signer)
  }
  return { several: [...several.values()], signers: [...signers.values()] }
}

/** A query with its values; `$1` is the log. */
export interface WantedQuery {
  readonly text: string
  readonly values: readonly unknown[]
}

/**
 * One query for all of them. Each is looked up through an index, whatever the planner believes about a table that has
 * just begun to grow: an `OFFSET` keeps it from joining otherwise than one after the other.
 *
 * @param columns of `entry` that are wanted
 * @returns `undefined` when nothing is wanted
 */
export function wantedQuery(wanted: WantedRecords, columns: string, log: number, ids: IdKind): WantedQuery | undefined {
  const values: unknown[] = [log]
  const parts: string[] = []
  const bytes = (list: readonly string[]): string => `$${values.push(encodeIds(list, ids))}::bytea[]`
  const look = (lists: string, names: string, condition: string): void => {
    const found = `SELECT ${columns} FROM ect_ledger.entry WHERE log = $1 AND ${condition} OFFSET 0`
    parts.push(`SELECT found.* FROM unnest(${lists}) AS wanted (${names}) CROSS JOIN LATERAL (${found}) AS found`)
  }
  const { tasks = [], wholeTasks = [], scopes = [], several = [], tokens = [] } = wanted
  const inWorkflow = scopes.filter(({ workflowId }) => workflowId !== undefined)
  const withoutWorkflow = scopes.filter(({ workflowId }) => workflowId === undefined)

  if (tasks.length > 0) look(bytes(tasks), 'task', `task_id = wanted.task LIMIT ${fewRecords}`)
  if (wholeTasks.length > 0) look(bytes(wholeTasks), 'task', 'task_id = wanted.task')
  if (inWorkflow.length > 0) {
    const taskIds = bytes(inWorkflow.map(({ taskId }) => taskId))
    const workflowIds = bytes(inWorkflow.map(({ workflowId = '' }) => workflowId))
    look(`${taskIds}, ${workflowIds}`, 'task, workflow', 'task_id = wanted.task AND workflow_id = wanted.workflow')
  }
  if (withoutWorkflow.length > 0) {
    look(bytes(withoutWorkflow.map(({ taskId }) => taskId)), 'task', 'task_id = wanted.task AND workflow_id IS NULL')
  }
  // A jti that names a task is both of its ids; a tid may be, but of each issuer only once. Tokens, which are long, are
  // not read for being of the wrong kind.
  const byTid = several.filter(({ isJti }) => !isJti)
  const [tids, all] = [byTid, several].map((list) => [...new Set(list.map(({ taskId }) => taskId))])
  if (tids !== undefined && tids.length > 0) {
    look(bytes(tids), 'task', 'task_id = wanted.task AND token_id <> task_id ORDER BY workflow_id LIMIT 2')
  }
  if (all !== undefined && all.length > 0) {
    look(bytes(all), 'task', 'token_id = wanted.task AND task_id = wanted.task ORDER BY agent')
  }
  if (tokens.length > 0) {
    const tokenIds = bytes(tokens.map(({ tokenId }) => tokenId))
    const issuers = `$${values.push(binaryArray.text(tokens.map(({ issuer }) => issuer)))}::text[]`
    const agent = '(SELECT id FROM ect_ledger.agent WHERE log = $1 AND name = wanted.issuer)'
    look(`${tokenIds}, ${issuers}`, 'token, issuer', `token_id = wanted.token AND agent = ${agent}`)
  }
  return parts.length === 0 ? undefined : { text: parts.join(' UNION ALL '), values }
}

/**
 * The headers of all tokens of the signers, in order of sequence: which key it was stands there alone. What a token
 * claims is not sent.
 */
export function signersQuery(signers: readonly Signer[], log: number, ids: IdKind): WantedQuery {
  const taskIds = encodeIds(
    signers.map(({ taskId }) => taskId),
    ids,
  )
  const text = `SELECT found.* FROM unnest($2::bytea[], $3::text[]) WITH ORDINALITY AS wanted (task, issuer, number)
    CROSS JOIN LATERAL (
      SELECT wanted.number, sequence, split_part(token, '.', 1) AS header FROM ect_ledger.entry
      WHERE log = $1 AND task_id = wanted.task
        AND agent = (SELECT id FROM ect_ledger.agent WHERE log = $1 AND name = wanted.issuer)
      ORDER BY workflow_id OFFSET 0
    ) AS found ORDER BY sequence`
  return { text, values: [log, taskIds, binaryArray.text(signers.map(({ issuer }) => issuer))] }
}
