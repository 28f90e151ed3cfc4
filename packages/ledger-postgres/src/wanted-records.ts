import type { IdKind, Task } from '@wimse-ect/claims'
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

/** Records that have to be read before a batch can be judged. */
export interface WantedRecords {
  /** Task ids of which the first {@link fewRecords} records are wanted. */
  readonly tasks?: readonly string[]
  /** Task ids of which all are. */
  readonly wholeTasks?: readonly string[]
  readonly scopes?: readonly Scope[]
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
    tokens: [...(one.tokens ?? []), ...(other.tokens ?? [])],
  }
}

/** The names by which entries may be wanted, as arrays of `bytea`. */
export function encodeNames(
  { tasks = [], wholeTasks = [], scopes = [], tokens = [] }: WantedRecords,
  ids: IdKind,
): { readonly tasks: Buffer; readonly tokens: Buffer } {
  return {
    tasks: encodeIds([...tasks, ...wholeTasks, ...scopes.map(({ taskId }) => taskId)], ids),
    tokens: encodeIds(
      tokens.map(({ tokenId }) => tokenId),
      ids,
    ),
  }
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
  const { tasks = [], wholeTasks = [], scopes = [], tokens = [] } = wanted
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
  if (tokens.length > 0) {
    const tokenIds = bytes(tokens.map(({ tokenId }) => tokenId))
    const issuers = `$${values.push(binaryArray.text(tokens.map(({ issuer }) => issuer)))}::text[]`
    const agent = '(SELECT id FROM ect_ledger.agent WHERE log = $1 AND name = wanted.issuer)'
    look(`${tokenIds}, ${issuers}`, 'token, issuer', `token_id = wanted.token AND agent = ${agent}`)
  }
  return parts.length === 0 ? undefined : { text: parts.join(' UNION ALL '), values }
}
