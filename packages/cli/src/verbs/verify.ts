import { isEctError, type Task, type VerifiedEct } from '@wimse-ect/claims'
import type { GraphCheck, VerifierOptions } from '@wimse-ect/verification'
import { jwksKeys } from '@wimse-ect/verification/key-set'
import { createVerifier, verifyEct } from '@wimse-ect/verification/verifier'
import { idsOfLedger, type JudgingValues, judgingFlags, judgingOptions, readKeySet } from '../judging-options.ts'
import { type LedgerValues, readableLedgerFlags } from '../ledger-place.ts'
import { coloured, print, tell } from '../output.ts'
import { jsonLine, printable } from '../printable.ts'
import { wholeNumber } from '../read-option.ts'
import { readTokens } from '../read-tokens.ts'
import { exitCodeOf } from '../report-failure.ts'
import { UsageError } from '../usage-error.ts'
import { defineVerb, jsonFlag, type Verb } from '../verb.ts'

const flags = {
  ...judgingFlags,
  parents: { type: 'string', value: 'FILE', help: 'tokens of the parents, and of their ancestors, one a line' },
  ...readableLedgerFlags,
  ledger: { type: 'string', value: 'L', help: 'sqlite:FILE, postgres://... or http(s)://SERVICE to judge by' },
  now: { type: 'string', value: 'N', help: 'the time to judge by, in seconds since 1970 (default: the clock)' },
  ...jsonFlag,
} as const

/** Judges tokens; with `--parents` or `--ledger` also whether they fit what came before. */
export const verb: Verb = defineVerb({
  name: 'verify',
  operands: 'TOKEN...',
  count: [1, Number.POSITIVE_INFINITY],
  about: `Verifies tokens: signature, issuer, audience, time, claims.

With --parents, the graph rules are judged by the tokens in that file, which are verified too; with --ledger, by what
the ledger holds. A token of an earlier run is not known to a later one: replays are for a ledger or a service to find.
Exits with 1 when any token is refused.`,
  flags,
  async run({ values, positionals }) {
    const { json = false } = values
    if (values.parents === '-' && positionals.includes('-')) {
      throw new UsageError('--parents and TOKEN cannot both be standard input')
    }
    const { judge, close } = await judgeFor(values)
    let refused = 0
    let count = 0
    try {
      for await (const token of tokensOrNone(positionals)) {
        count += 1
        if (!(await isAccepted(() => judge(token), json))) refused += 1
      }
    } finally {
      await close?.()
    }
    if (count > 1) tell(`${count - refused} of ${count} tokens accepted`)
    return refused === 0 ? 0 : 1
  },
})

interface Judge {
  readonly judge: (token: string) => Promise<VerifiedEct>
  readonly close?: () => Promise<void>
}

interface VerifyValues extends LedgerValues, JudgingValues {
  readonly parents?: string | undefined
  readonly now?: string | undefined
}

async function judgeFor(values: VerifyValues): Promise<Judge> {
  const { parents } = values
  const isLedgerNamed = values.ledger !== undefined
  if (parents !== undefined && isLedgerNamed) throw new UsageError('--parents and --ledger exclude each other')
  const options = { ...judgingOptions(values), keys: jwksKeys(await readKeySet(values.keys)) }
  const now = wholeNumber(values.now, '--now')
  if (parents !== undefined) return judgeByParents(parents, options, now)
  if (isLedgerNamed) return judgeByLedger(values, options, now)
  return { judge: (token) => verifyEct(token, { ...options, now }) }
}

/** Point-to-point mode: the parents come along. */
async function judgeByParents(file: string, options: VerifierOptions, now: number | undefined): Promise<Judge> {
  const { admit, inlineStore } = await import('@wimse-ect/dag')
  const graph: GraphCheck = (token, inline = []) => void admit(token, inlineStore(inline))
  const parents: string[] = []
  for await (const parent of readTokens([file])) parents.push(parent)
  const judge = async (token: string): Promise<VerifiedEct> => {
    const { subjects } = await createVerifier({ ...options, graph }).verifyAll([token, ...parents], { now })
    const subject = subjects.find(({ compact }) => compact === token)
    // As the parent of another token it would have been spared some steps.
    if (subject === undefined) throw new UsageError('--parents holds a token that follows from TOKEN')
    return subject
  }
  return { judge }
}

/** Full mode: the ledger is the store. What it holds already was judged when it was recorded. */
async function judgeByLedger(values: LedgerValues, options: VerifierOptions, now: number | undefined): Promise<Judge> {
  const [{ admit }, { openReading }] = await Promise.all([import('@wimse-ect/dag'), import('../open-reading.ts')])
  const ledger = await openReading(values)
  const close = (): Promise<void> => ledger.close()
  const ids = idsOfLedger(ledger, options.ids)
  const graph: GraphCheck = async (token) => {
    if ((await ledger.findEntry(token.signingInput)) === undefined) admit(token, await ledger.storeFor(token.task))
  }
  return { judge: (token) => verifyEct(token, { ...options, ids, graph, now }), close }
}

/** Silence is no approval: where an operand brings no token, the empty string is judged. */
async function* tokensOrNone(operands: readonly string[]): AsyncGenerator<string> {
  for (const operand of operands) {
    let isEmpty = true
    for await (const token of readTokens([operand])) {
      isEmpty = false
      yield token
    }
    if (isEmpty) yield ''
  }
}

async function isAccepted(judge: () => Promise<VerifiedEct>, json: boolean): Promise<boolean> {
  try {
    const { task } = await judge()
    await print(json ? jsonLine({ ok: true, task }) : accepted(task))
    return true
  } catch (error) {
    if (!isEctError(error) || exitCodeOf(error) !== 1) throw error
    const { code, section, message } = error
    await print(json ? jsonLine({ ok: false, code, section, message }) : `${coloured('red', 'refused')} ${code}`)
    if (!json) tell(message)
    return false
  }
}

function accepted({ taskId, workflowId, agent, action, decision, parents }: Task): string {
  const lines = [
    `${coloured('green', 'accepted')} ${printable(action)}`,
    `  agent     ${printable(agent)}`,
    `  task      ${taskId}`,
    ...(workflowId === undefined ? [] : [`  workflow  ${workflowId}`]),
    ...(parents.length === 0 ? [] : [`  parents   ${parents.join(' ')}`]),
    ...(decision === undefined ? [] : [`  decision  ${decision}`]),
  ]
  return lines.join('\n')
}
