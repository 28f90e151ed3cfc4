import type { Task } from '@wimse-ect/claims'

/** The word alone or first in a name [DAG-POLICY-ACTION]: `rollback` and `rollback_release`, not `rollbacks`. */
const compensating = /^(?:compensation|rollback|remediation)(?:$|[-_.:/])/
const reviewing = /^human_review(?:$|[-_.:/])/

/** True for a task that undoes or repairs another: by its claim [DAG-POLICY-FLAG], or by its action's first word. */
export function isCompensation(task: Task): boolean {
  return task.compensation || compensating.test(task.action)
}

/** True for a task in which a person reviewed another, by the first word of its action. */
export function isHumanReview(task: Task): boolean {
  return reviewing.test(task.action)
}

/** True for the tasks that may follow a rejected or pending one; the option `isRemedy` replaces it. */
export function isRemedy(task: Task): boolean {
  return isCompensation(task) || isHumanReview(task)
}
