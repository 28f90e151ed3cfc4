// Answers the questions of the conformance runner with these packages: one JSON case per line in, one JSON answer per
// line out. In the repository `pnpm conformance` runs it.
import { createInterface } from 'node:readline'
import { createCoseVerifier } from '@wimse-ect/cose'
import {
  createVerifier as createLayerVerifier,
  createLevelVerifier,
  type LevelOptions,
  levelAt,
} from '@wimse-ect/verification'
import {
  admit,
  checkCheckpoint,
  checkConsistency,
  checkInclusion,
  checkReceipt,
  createReplayMemory,
  createVerifier,
  type DagOptions,
  decodeEct,
  type EctError,
  inlineStore,
  isEctError,
  jwksKeys,
  type KeyResolver,
  type KeySet,
  MemoryLedger,
  problemDetails,
  type ReplayMemory,
  readExecutionContext,
  type Task,
  type TreeHead,
  type VerifiedEct,
  type Verifier,
  type VerifierOptions,
  verifyEct,
  type WitnessPolicy,
  witKeys,
} from 'wimse-ect'

/** What the runner asks; each suite uses some of the members. */
interface Question {
  readonly suite: 'decode' | 'verify' | 'dag' | 'http-field' | 'ledger' | 'proof' | 'checkpoint' | 'level' | 'cose'
  readonly tcId: number
  readonly token: string
  readonly message: string
  readonly lines: readonly string[]
  readonly steps: readonly { readonly submit: string; readonly at: number }[]
  readonly store: { readonly mode: 'ledger' | 'inline'; readonly records: readonly string[] }
  readonly keys: KeySet
  readonly wits: readonly string[]
  readonly trustDomains: Readonly<Record<string, KeySet>>
  readonly audience: string
  readonly now: number
  readonly seen: readonly { readonly issuer: string; readonly jti: string }[]
  readonly dag: boolean
  readonly ask: 'receipt' | 'inclusion' | 'consistency'
  readonly receipt: string
  readonly checkpoint: string
  readonly logKey: string
  readonly witnessPolicy?: WitnessPolicy
  readonly leaf: string
  readonly index: number
  readonly hashes: readonly string[]
  readonly head: Head
  readonly earlier: Head
  readonly later: Head
  readonly laterReceipt?: string
  readonly levelAt: readonly number[]
  readonly options: Partial<VerifierOptions> & DagOptions & MoreOptions
}

/** Options that only some suites have. */
interface MoreOptions extends Pick<LevelOptions, 'minimumLevel' | 'receiptDeadline'> {
  readonly maxLatenessSeconds?: number
  readonly maxTokens?: number
  readonly acceptUnsigned?: boolean
}

/** Size and root, in base64, of a tree. */
interface Head {
  readonly size: number
  readonly root: string
}

interface Answer {
  readonly result: 'valid' | 'invalid'
  readonly code?: string
  /** What came out of a valid case. */
  readonly expect?: object
  /** What became of each submission, in the suite `ledger`. */
  readonly steps?: readonly object[]
  /** The HTTP status of a refusal, in the suite `http-field`. */
  readonly status?: number
}

const suites: Readonly<Record<Question['suite'], (question: Question) => Promise<Answer>>> = {
  decode: async ({ token, options }) => {
    const { header, payload } = decodeEct(token, options)
    return valid({ header, payload })
  },
  verify: async (question) => valid(viewOf((await (await verifierFor(question)).verify(question.token)).task)),
  dag: judgeGraph,
  'http-field': judgeField,
  ledger: judgeLedger,
  proof: async (question) => valid(judgeProof(question)),
  checkpoint: async ({ checkpoint, logKey, witnessPolicy }) => {
    const { origin, size, root, witnessings } = checkCheckpoint(checkpoint, { logKey, witnessPolicy })
    return valid({ origin, size, root: toBase64(root), witnessings })
  },
  level: judgeLevel,
  cose: judgeMessage,
}

function valid(expect: object): Answer {
  return { result: 'valid', expect }
}

/** The neutral view as the suite writes it; JSON leaves `undefined` out. */
function viewOf({ taskId, workflowId, parents, agent, action, decision, issuedAt }: Task): object {
  return { taskId, workflowId, parents, agent, action, decision, issuedAt }
}

async function judgeMessage(question: Question): Promise<Answer> {
  const verifier = createCoseVerifier(await verifierOptions(question))
  const { task } = await verifier.verify(Buffer.from(question.message, 'base64url'))
  const { inputHash, outputHash } = task
  return valid({ ...viewOf(task), inputHash, outputHash })
}

async function verifierOptions(question: Question): Promise<VerifierOptions> {
  const { audience, now, options } = question
  const replay = await memoryOf(question)
  return { ...options, audience, keys: keysOf(question), replay, clock: () => now }
}

async function verifierFor(question: Question): Promise<Verifier> {
  const all = await verifierOptions(question)
  // The layer alone leaves the graph to others; the umbrella judges the tokens of a message against each other.
  return question.dag ? createVerifier(all) : createLayerVerifier(all)
}

async function memoryOf({ seen, now }: Question): Promise<ReplayMemory> {
  const memory = createReplayMemory()
  for (const { issuer, jti } of seen) await memory.add([{ issuer, tokenId: jti, keepUntil: now + 3600 }], now)
  return memory
}

function keysOf({ keys, wits, trustDomains }: Question): KeyResolver {
  return wits?.length > 0 ? witKeys(wits, { trustDomains }) : jwksKeys(keys)
}

/** Every token of this suite is verified at its own `iat`, for its own audience; only the graph is in question. */
async function judgeGraph({ store, token, keys, options }: Question): Promise<Answer> {
  const verified = (compact: string): Promise<VerifiedEct> => {
    const { aud, iat } = decodeEct(compact, options).payload
    const audience = String(Array.isArray(aud) ? aud[0] : aud)
    return verifyEct(compact, { ...options, audience, keys: jwksKeys(keys), now: Number(iat) })
  }
  const records: VerifiedEct[] = []
  for (const record of store.records) records.push(await verified(record))
  const parentsFirst = store.mode === 'ledger'
  const { parents } = admit(await verified(token), { ...inlineStore(records), parentsFirst }, options)
  const tasks = records.map(({ task }) => task)
  return valid({ parents: parents.map(({ task }) => tasks.indexOf(task)) })
}

async function judgeField(question: Question): Promise<Answer> {
  const tokens = readExecutionContext(question.lines, question.options)
  const verifier = await verifierFor(question)
  const { subjects, supporting } = await verifier.verifyAll(tokens)
  const taskIds = (list: readonly { readonly task: Task }[]) => list.map(({ task }) => task.taskId)
  return valid({ subjects: taskIds(subjects), supporting: taskIds(supporting) })
}

async function judgeLedger({ steps, keys, audience, options }: Question): Promise<Answer> {
  const ledger = new MemoryLedger(options)
  const verifier = createVerifier({ ...options, audience, keys: jwksKeys(keys), ledger })
  const answers: { readonly code?: string }[] = []
  for (const { submit, at } of steps) {
    const size = await ledger.size()
    try {
      const { sequence, parents } = await verifier.record(submit, { now: at })
      const duplicate = sequence < size ? { duplicate: true } : {}
      answers.push({ sequence, parents: parents.map((parent) => parent.sequence), ...duplicate } as object)
    } catch (error) {
      if (!isEctError(error)) throw error
      answers.push({ code: error.code })
    }
  }
  const refusal = answers.find(({ code }) => code !== undefined)
  return refusal?.code === undefined
    ? { result: 'valid', steps: answers }
    : { result: 'invalid', code: refusal.code, steps: answers }
}

/** The level of a token at each time that is asked, after its later receipt if one came. */
async function judgeLevel(question: Question): Promise<Answer> {
  const { token, now, audience, logKey, receipt, laterReceipt, options } = question
  const verifier = createLevelVerifier({
    ...options,
    dangerouslyAcceptUnsigned: options.acceptUnsigned,
    checkReceipt: (text, compact) => checkReceipt(text, { logKey, token: compact }),
    audience,
    keys: jwksKeys(question.keys),
    replay: await memoryOf(question),
  })
  const first = await verifier.verify(token, { now, receipt })
  const atLevel = 'token' in first && laterReceipt !== undefined ? await verifier.confirm(first, laterReceipt) : first
  const { task } = 'token' in atLevel ? atLevel.token : atLevel.unsigned
  return valid({ ...viewOf(task), levels: question.levelAt.map((at) => levelAt(atLevel, at)) })
}

/** What a proof shows: the tree, and the place of the entry when the question is a receipt. */
function judgeProof(question: Question): object {
  const hashes = question.hashes?.map(fromBase64)
  if (question.ask === 'inclusion') {
    checkInclusion(hashes, fromBase64(question.leaf), question.index, headOf(question.head))
    return question.head
  }
  if (question.ask === 'consistency') {
    checkConsistency(hashes, headOf(question.earlier), headOf(question.later))
    return question.later
  }
  const { sequence, checkpoint } = checkReceipt(question.receipt, question)
  return { sequence, size: checkpoint.size, root: toBase64(checkpoint.root) }
}

function headOf({ size, root }: Head): TreeHead {
  return { size, root: fromBase64(root) }
}

function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'))
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

async function answer(question: Question): Promise<Answer> {
  try {
    return await suites[question.suite](question)
  } catch (error) {
    if (!isEctError(error)) throw error
    return { result: 'invalid', code: error.code, ...statusOf(error, question) }
  }
}

function statusOf(error: EctError, { suite, options }: Question): { readonly status?: number } {
  return suite === 'http-field' ? { status: problemDetails(error, 'anybody', options.revisions).status } : {}
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line) as Question
  console.log(JSON.stringify({ tcId: question.tcId, ...(await answer(question)) }))
}
