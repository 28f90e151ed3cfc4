import {
  EctError,
  type EctErrorCode,
  type GraphRule,
  profiles,
  recordsInScope,
  type Task,
  type TaskRecord,
} from '@wimse-ect/claims'
import type { DagSettings } from './dag-options.ts'
import type { ParentLink } from './scope.ts'
import type { TaskLookup } from './task-index.ts'

/** Whether a task is among its ancestors; `unknown` when there are more of them than may be visited. */
export type Ancestry = 'acyclic' | 'cyclic' | 'unknown'

/** A task, and the tasks before it. */
export interface Subject {
  readonly task: Task
  /** The task's own record, when it is one of those in `before`. */
  readonly record: TaskRecord | undefined
  readonly links: readonly ParentLink[]
  readonly before: TaskLookup
  /** Called at rule 4, not earlier. */
  readonly ancestry: () => Ancestry
  readonly settings: DagSettings
}

type Step = { readonly rule: GraphRule } & (
  | { readonly task: (subject: Subject) => EctErrorCode | undefined }
  | { readonly parent: (subject: Subject, link: ParentLink) => EctErrorCode | undefined }
)

/** Rules 0 to 5, in their order [DAG-ORDER]. A rule about parents is asked once for each. */
const procedure: readonly Step[] = [
  { rule: 'cycle', parent: isTaskItself },
  { rule: 'uniqueness', task: isRecorded },
  { rule: 'parents', parent: isUnknown },
  { rule: 'parents', parent: isOfOtherRevision },
  { rule: 'workflow', parent: isElsewhere },
  { rule: 'time', parent: isLater },
  { rule: 'cycle', task: isOwnAncestor },
  { rule: 'parentPolicy', parent: isUnsettled },
]

/**
 * Judges one task by the rules of the graph and tells what is wrong with it, first error first.
 *
 * The one engine of this package. `admit` ends it at the first error, by throwing that; `inspect` lets it go on. A rule
 * is in force when the task's revision cites a section for it.
 */
export function judge(subject: Subject, tell: (error: EctError) => void): void {
  const { taskId, revision } = subject.task
  const { graphRules, identifiers } = profiles[revision]
  for (const step of procedure) {
    const section = graphRules[step.rule]
    if (section === undefined) continue
    if ('task' in step) {
      const code = step.task(subject)
      if (code !== undefined) tell(new EctError(code, { section, taskId }))
      continue
    }
    for (const link of subject.links) {
      const code = step.parent(subject, link)
      if (code !== undefined) {
        tell(new EctError(code, { section, taskId, path: `${identifiers.parents}[${link.index}]` }))
      }
    }
  }
}

/** 0: a task is not its own parent [DAG-SELF]. */
function isTaskItself({ task }: Subject, link: ParentLink): EctErrorCode | undefined {
  return link.taskId === task.taskId ? 'ECT_DAG_CYCLE' : undefined
}

/**
 * 1: no other record has the task's id in its scope, or one id would name two tasks [DAG-UNIQUE-WORKFLOW]
 * [DAG-UNIQUE-NO-WORKFLOW] [DAG-UNIQUE-OTHER-WORKFLOW].
 */
function isRecorded({ task, record, before }: Subject): EctErrorCode | undefined {
  return recordsInScope(task, before).some((other) => other !== record) ? 'ECT_DAG_TASK_EXISTS' : undefined
}

/**
 * 2: each parent id stands for one record; a parent that is not in the store is refused [DAG-PARENT-EXISTS], and so is
 * an ambiguous one [DAG-PARENT-AMBIGUOUS]. Whether it has expired does not matter [DAG-PARENT-EXPIRED].
 */
function isUnknown(_: Subject, { candidates }: ParentLink): EctErrorCode | undefined {
  if (candidates.length === 0) return 'ECT_DAG_PARENT_MISSING'
  return candidates.length > 1 ? 'ECT_DAG_PARENT_AMBIGUOUS' : undefined
}

/** 2, in part: the parent is of the same revision, unless the caller mixes them [REVISION-MIXED]. */
function isOfOtherRevision({ task, settings }: Subject, link: ParentLink): EctErrorCode | undefined {
  const parent = theParent(link)
  if (parent === undefined || settings.mixedRevisions) return undefined
  return parent.revision === task.revision ? undefined : 'ECT_DAG_PARENT_REVISION'
}

/** 2, in part: where the revision says so, child and parents share the workflow [REVISION-WORKFLOW]. */
function isElsewhere({ task }: Subject, link: ParentLink): EctErrorCode | undefined {
  const parent = theParent(link)
  return parent === undefined || parent.workflowId === task.workflowId ? undefined : 'ECT_DAG_PARENT_WORKFLOW'
}

/** 3: no parent was issued after its child, except by the clock skew [DAG-TIME-SKEW] [DAG-TIME-BOUNDARY]. */
function isLater({ task, settings }: Subject, link: ParentLink): EctErrorCode | undefined {
  const parent = theParent(link)
  if (parent === undefined) return undefined
  return parent.issuedAt > task.issuedAt + settings.clockSkew ? 'ECT_DAG_PARENT_TIME' : undefined
}

/** 4: the task is not among its ancestors [DAG-ACYCLIC]; at the limit the token is refused [DAG-LIMIT-REFUSES]. */
function isOwnAncestor({ ancestry }: Subject): EctErrorCode | undefined {
  const answer = ancestry()
  if (answer === 'cyclic') return 'ECT_DAG_CYCLE'
  return answer === 'unknown' ? 'ECT_DAG_LIMIT' : undefined
}

/**
 * 5: only a remedy follows a parent that was rejected or awaits review [DAG-POLICY-PARENT]. Grandparents do not count
 * [DAG-POLICY-DIRECT], and the task's own decision does not either [DAG-REJECTED-RECORDED].
 */
function isUnsettled({ task, settings }: Subject, link: ParentLink): EctErrorCode | undefined {
  const decision = theParent(link)?.decision
  const unsettled = decision === 'rejected' || decision === 'pending_human_review'
  return unsettled && !settings.isRemedy(task) ? 'ECT_DAG_PARENT_POLICY' : undefined
}

/** The task a parent id stands for; `undefined` when rule 2 is broken. */
function theParent({ candidates }: ParentLink): Task | undefined {
  return candidates.length === 1 ? candidates[0]?.task : undefined
}
