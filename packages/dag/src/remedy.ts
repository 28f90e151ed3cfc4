import type { Task } from '@wimse-ect/claims'

/** The word alone or as the first part of a name: `rollback` and `rollback_release`, not `rollbacks`. */
const compensating = /^(?:compensation|rollback|remediation)(?:$|[-_.:/])/
const reviewing = /^human_review(?:$|[-_.:/])/

/** True for a task that undoes or repairs another: by its claim, or by the first word of its action (SPEC 4 [D/R]). */
export function isCompensation(task: Task): boolean {
  return task.compensation || compensating.test(task.action)
}

/** True for a task in which a person reviewed another, by the first word of its action (SPEC 4 [D/R]). */
export function isHumanReview(task: Task): boolean {
  return reviewing.test(task.action)
}

/** True for the tasks that may follow a rejected or pending one (SPEC 4 [D/R]); callers may put another in its place. */
export function isRemedy(task: Task): boolean {
  return isCompensation(task) || isHumanReview(task)
}
