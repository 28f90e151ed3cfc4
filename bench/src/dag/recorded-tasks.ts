import { randomBytes } from 'node:crypto'
import { checkClaims, decodeEct, type TaskRecord, taskOf, type VerifiedEct } from '@wimse-ect/claims'
import { TaskIndex } from '../../../packages/dag/src/task-index.ts'

/** Parents are taken from so many of the newest tasks, so that the graph is one and every task an ancestor of later ones. */
const recent = 100

/** A log of tasks in memory, each the child of two of the hundred before it, all of one workflow. */
export interface RecordedTasks {
  readonly records: readonly TaskRecord[]
  readonly store: TaskIndex & { readonly parentsFirst: true }
}

/** The claims of one real task; the others differ from it in their identifiers. */
export function recordTasks(count: number, sample: string): RecordedTasks {
  const decoded = decodeEct(sample)
  const task = taskOf(decoded, checkClaims(decoded))
  const store = Object.assign(new TaskIndex(), { parentsFirst: true } as const)
  const records: TaskRecord[] = []
  for (let sequence = 0; sequence < count; sequence++) {
    const parents = sequence === 0 ? [] : pickParents(records, Math.max(0, sequence - recent), sequence)
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
    const parents = pickParents(records, Math.max(0, records.length - among), records.length)
    // `admit` reads nothing else of a token.
    return { task: { ...task, taskId: uuid(), tokenId: uuid(), parents } } as unknown as VerifiedEct
  })
}

function pickParents(records: readonly TaskRecord[], from: number, to: number): readonly string[] {
  const pick = (): string => {
    const { task } = records[from + Math.floor(Math.random() * (to - from))] ?? missing()
    return Buffer.from(task.taskId, 'latin1').toString('latin1')
  }
  const [one, other] = [pick(), pick()]
  return one === other ? [one] : [one, other]
}

function uuid(): string {
  const hex = randomBytes(16).toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

function missing(): never {
  throw new TypeError('there is no such record')
}
