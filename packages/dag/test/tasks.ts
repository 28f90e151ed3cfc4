import {
  type DecodedEct,
  decodeEct,
  type EctStore,
  type ExecutionContext00Claims,
  type Task,
  type TaskRecord,
  type VerifiedEct,
} from '@wimse-ect/claims'

export const alice = 'spiffe://example.com/agent/alice'
export const bob = 'spiffe://example.com/agent/bob'
export const mallory = 'spiffe://example.com/agent/mallory'

export const now = 1_772_000_000

/** An approved task of alice without workflow, save what `changes` says. */
export function task(taskId: string, parents: readonly string[] = [], changes: Partial<Task> = {}): Task {
  return {
    revision: 'execution-context-00',
    taskId,
    workflowId: undefined,
    tokenId: `token-of-${taskId}`,
    parents,
    agent: alice,
    audience: [bob],
    action: 'review_spec',
    issuedAt: now,
    expiresAt: now + 600,
    policy: 'policy_v1',
    decision: 'approved',
    enforcer: undefined,
    compensation: false,
    inputHash: undefined,
    outputHash: undefined,
    witnessedBy: [],
    ...changes,
  }
}

/** A task in a workflow. */
export function taskIn(
  workflowId: string | undefined,
  taskId: string,
  parents: readonly string[] = [],
  changes: Partial<Task> = {},
): Task {
  return task(taskId, parents, { workflowId, ...changes })
}

/** The token of a task as the verification would give it; two calls with one task give the same signing input. */
export function verified(of: Task): VerifiedEct {
  const claims: ExecutionContext00Claims = {
    iss: of.agent,
    aud: of.audience,
    iat: of.issuedAt,
    exp: of.expiresAt,
    jti: of.tokenId,
    ...(of.workflowId === undefined ? {} : { wid: of.workflowId }),
    tid: of.taskId,
    exec_act: of.action,
    par: of.parents,
    pol: of.policy ?? 'policy_v1',
    pol_decision: of.decision ?? 'approved',
    ...(of.compensation ? { compensation_required: true, compensation_reason: 'a test' } : {}),
  }
  const signingInput = `header.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`
  const header = { typ: 'wimse-exec+jwt', alg: 'ES256', kid: 'alice-key' } as const
  const compact = `${signingInput}.signature`
  return asVerified({ compact, signingInput, header, claims, task: of, ids: 'opaque', verifiedAt: now })
}

/** The one place in these tests where a token is called verified without having been. */
export function asVerified(token: Pick<VerifiedEct, keyof VerifiedEct & string>): VerifiedEct {
  return token as VerifiedEct
}

/** A token that was decoded and no more: nobody signed it. */
export function decoded(): DecodedEct {
  const segment = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url')
  const header = { typ: 'wimse-exec+jwt', alg: 'ES256', kid: 'mallory-key' }
  return decodeEct(`${segment(header)}.${segment({ iss: mallory, tid: 'p', par: [] })}.c2lnbmF0dXJl`)
}

/** Records without sequences. */
export function recordsOf(tasks: readonly Task[]): readonly TaskRecord[] {
  return tasks.map((each) => ({ task: each, sequence: undefined }))
}

/** Records as a ledger holds them. */
export function ledgerRecords(tasks: readonly Task[]): readonly TaskRecord[] {
  return tasks.map((each, sequence) => ({ task: each, sequence }))
}

/** A store of any records; `parentsFirst` as a ledger has it unless said otherwise. */
export function storeOf(records: readonly TaskRecord[], parentsFirst = true): EctStore {
  const recordsOf = (taskId: string) => records.filter((record) => record.task.taskId === taskId)
  const recordsIn = (taskId: string, workflowId: string | undefined) =>
    recordsOf(taskId).filter((record) => record.task.workflowId === workflowId)
  return { recordsOf, recordsIn, parentsFirst }
}

/** A ledger that holds these tasks. */
export function ledgerOf(...tasks: readonly Task[]): EctStore {
  return storeOf(ledgerRecords(tasks))
}

/** A chain of tasks `0` to `length - 1`, each the only parent of the next; the first names what `rootParents` says. */
export function chain(length: number, rootParents: readonly string[] = []): readonly Task[] {
  return Array.from({ length }, (_, index) => task(`${index}`, index === 0 ? rootParents : [`${index - 1}`]))
}
