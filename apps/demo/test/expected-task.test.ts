import { beforeAll, expect, test } from 'vitest'
import { createVerifier, generateKey, jwksKeys, type PolicyDecision, signEct, type TaskRecord } from 'wimse-ect'
import { checkTasks, type ExpectedTask } from '../src/expected-task.ts'
import { expectEqual, Surprise } from '../src/surprise.ts'

const alice = 'spiffe://example.com/agent/alice'
const { privateKey, publicJwk } = await generateKey({ kid: 'alice-key', subject: alice })
const verifier = createVerifier({ audience: alice, keys: jwksKeys({ keys: [publicJwk] }) })

async function record(action: string, parents: readonly TaskRecord[], decision: PolicyDecision): Promise<TaskRecord> {
  const par = parents.map(({ task }) => task.taskId)
  const claims = { iss: alice, aud: alice, exec_act: action, par, pol: 'policy_v1', pol_decision: decision }
  const { task } = await verifier.verify(await signEct(claims, { key: privateKey }))
  return { task, sequence: undefined }
}

const expected: readonly ExpectedTask[] = [
  { name: 'root', agent: alice, action: 'review', decision: 'approved', parents: [] },
  { name: 'left', agent: alice, action: 'test', decision: 'approved', parents: ['root'] },
  { name: 'right', agent: alice, action: 'test', decision: 'approved', parents: ['root'] },
  { name: 'join', agent: alice, action: 'build', decision: 'approved', parents: ['left', 'right'] },
]

let root: TaskRecord
let left: TaskRecord
let right: TaskRecord
let join: TaskRecord

beforeAll(async () => {
  root = await record('review', [], 'approved')
  left = await record('test', [root], 'approved')
  right = await record('test', [root], 'approved')
  join = await record('build', [right, left], 'approved')
})

test('tasks that are as expected pass, in any order', () => {
  expect([...checkTasks([join, right, root, left], expected).values()]).toHaveLength(4)
})

test('a missing task is a surprise', () => {
  expect(() => checkTasks([root, left, right], expected)).toThrow(Surprise)
})

test('a task too many is a surprise', async () => {
  const more = await record('test', [root], 'approved')
  expect(() => checkTasks([root, left, right, join, more], expected)).toThrow(Surprise)
})

test('another decision is a surprise', async () => {
  const rejected = await record('test', [root], 'rejected')
  expect(() => checkTasks([root, left, rejected], expected.slice(0, 3))).toThrow(Surprise)
})

test('other parents are a surprise', async () => {
  const loose = await record('test', [], 'approved')
  expect(() => checkTasks([root, left, loose], expected.slice(0, 3))).toThrow(Surprise)
  const half = await record('build', [left], 'approved')
  expect(() => checkTasks([root, left, right, half], expected)).toThrow(Surprise)
})

test('values that differ are a surprise, equal ones are none', () => {
  expect(() => expectEqual('a list', [1, { two: 2 }], [1, { two: 3 }])).toThrow(Surprise)
  expect(() => expectEqual('a list', [1, { two: 2 }], [1, { two: 2 }])).not.toThrow()
})
