import {
  type FieldCase,
  type LevelCase,
  loadCases,
  type SeenId,
  type SuiteRevision,
  type VerifyExpect,
} from '@wimse-ect/conformance'
import { createLevelVerifier, type LevelOptions, levelAt } from '@wimse-ect/verification'
import { describe, expect, it } from 'vitest'
import {
  checkReceipt,
  createReplayMemory,
  createVerifier,
  isEctError,
  jwksKeys,
  type ReplayMemory,
  readExecutionContext,
  type Task,
  type VerifierOptions,
} from '../src/index.ts'

const revisions: readonly SuiteRevision[] = ['execution-context-00', 'ect-00', 'ect-01']

async function memoryOf({ seen, now }: { seen: readonly SeenId[]; now: number }): Promise<ReplayMemory> {
  const memory = createReplayMemory()
  for (const { issuer, jti } of seen) await memory.add([{ issuer, tokenId: jti, keepUntil: now + 3600 }], now)
  return memory
}

/** What came out, or the code of the refusal. */
async function outcomeOf(run: () => Promise<unknown>): Promise<unknown> {
  try {
    return await run()
  } catch (error) {
    if (isEctError(error)) return error.code
    throw error
  }
}

const title = ({ tcId, rules, comment }: FieldCase | LevelCase) => `${tcId} [${rules.join('] [')}] ${comment}`

async function readField(item: FieldCase): Promise<unknown> {
  const { lines, now, audience, keys } = item
  const options = item.options as Partial<VerifierOptions>
  const replay = await memoryOf(item)
  const verifier = createVerifier({ ...options, audience, keys: jwksKeys(keys), replay, clock: () => now })
  const { subjects, supporting } = await verifier.verifyAll(readExecutionContext(lines, item.options))
  const ids = (list: readonly { readonly task: Task }[]) => list.map(({ task }) => task.taskId)
  return { subjects: ids(subjects), supporting: ids(supporting) }
}

function viewOf({ taskId, workflowId, parents, agent, action, decision, issuedAt }: Task): VerifyExpect {
  return {
    taskId,
    ...(workflowId === undefined ? {} : { workflowId }),
    parents,
    agent,
    action,
    ...(decision === undefined ? {} : { decision }),
    issuedAt,
  }
}

async function findLevels(item: LevelCase): Promise<unknown> {
  const { token, now, audience, keys, logKey, receipt, laterReceipt, options } = item
  const { acceptUnsigned, ...others } = options
  const verifier = createLevelVerifier({
    ...(others as Pick<LevelOptions, 'minimumLevel'>),
    dangerouslyAcceptUnsigned: acceptUnsigned,
    checkReceipt: (text, compact) => checkReceipt(text, { logKey, token: compact }),
    audience,
    keys: jwksKeys(keys),
    replay: await memoryOf(item),
  })
  const first = await verifier.verify(token, { now, receipt })
  const isConfirmed = 'token' in first && laterReceipt !== undefined
  const atLevel = isConfirmed ? await verifier.confirm(first, laterReceipt) : first
  const { task } = 'token' in atLevel ? atLevel.token : atLevel.unsigned
  return { ...viewOf(task), levels: item.levelAt.map((at) => levelAt(atLevel, at)) }
}

describe.each(revisions)('the conformance suite http-field, %s, as far as the graph is judged', (revision) => {
  const cases = loadCases('http-field', revision).filter(({ dag }) => dag)
  it.each(cases.map((item) => ({ title: title(item), item })))('$title', async ({ item }) => {
    expect(await outcomeOf(() => readField(item))).toEqual(item.expect ?? item.code)
  })
})

describe('the conformance suite level', () => {
  const cases = loadCases('level', 'ect-01')
  it.each(cases.map((item) => ({ title: title(item), item })))('$title', async ({ item }) => {
    expect(await outcomeOf(() => findLevels(item))).toEqual(item.expect ?? item.code)
  })
})
