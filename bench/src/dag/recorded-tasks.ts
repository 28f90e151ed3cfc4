import { randomBytes } from 'node:crypto'
import { checkClaims, decodeEct, type TaskRecord, taskOf, type VerifiedEct } from '@wimse-ect/claims'
import { TaskIndex } from '../../../packages/dag/src/task-index.ts'

const recent = 100

/**
 * A log of tasks in memory, all of one workflow: each is the child of the one before it and of another of the hundred
 * before it, so that all earlier tasks are its ancestors.
 */
export interface RecordedTasks {
  readonly records: readonly TaskRecord[]
  readonly store: TaskIndex & { readonly parentsFirst: true }
}

/** @param sample a real token; all tasks are like its task, but for their identifiers */
export function recordTasks(count: number, sample: string): RecordedTasks {
  const decoded = decodeEct(sample)
  const task = taskOf(decoded, checkClaims(decoded))
  const store = Object.assign(new TaskIndex(), { parentsFirst: true } as const)
  const records: TaskRecord[] = []
  for (let sequence = 0; sequence < count; sequence++) {
    const [before, other] = [records.at(-1), pick(records, Math.max(0, sequence - recent))]
    const parents = [...new Set([before, other])].flatMap((record) => (record === undefined ? [] : [idOf(record)]))
    const record = { task: { ...task, taskId: uuid(), tokenId: uuid(), parents }, sequence }
    records.push(record)
    store.add(record)
  }
  return { records, store }
}

/**
 * Tokens that name two recorded tasks as parents, in strings of their own as they come out of a parser.
 *
 * @param among of how many of the newest tasks
 */
export function childrenOf({ records }: RecordedTasks, count: number, among: number): readonly VerifiedEct[] {
  const [{ task } = missing()] = records
  return Array.from({ length: count }, () => {
    const from = Math.max(0, records.length - among)
    const parents = [...new Set([pick(records, from), pick(records, from)])].map((record) => idOf(record ?? missing()))
    // `admit` reads nothing else of a token.
    return { task: { ...task, taskId: uuid(), tokenId: uuid(), parents } } as unknown as VerifiedEct
  })
}

function pick(records: readonly TaskRecord[], from: number): TaskRecord | undefined {
  return records[from + Math.floor(Math.random() * (records.length - from))]
}

/** In a string of its own. */
function idOf({ task }: TaskRecord): string {
  return Buffer.from(task.taskId, 'latin1').toString('latin1')
}

function uuid(): string {
  const hex = randomBytes(16).toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

function missing(): never {
  throw new TypeError('there is no such record')
}
