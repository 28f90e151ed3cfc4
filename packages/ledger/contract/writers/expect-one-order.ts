import { type ChildProcess, spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import type { VerifiedEct } from '@wimse-ect/claims'
import { expect } from 'vitest'
import { parseCheckpoint } from '../../src/checkpoint/checkpoint.ts'
import type { LedgerIssue } from '../../src/durable/fsck/issue.ts'
import type { LedgerReader } from '../../src/durable/stored-ledger-reader.ts'
import { collect } from '../collect.ts'
import { type Answer, expectLinear, logOf } from '../linearity.ts'
import { naiveRoot } from '../merkle-oracle.ts'
import { writerPlans } from './plans.ts'

/** A new, empty ledger, to which several processes are to write. */
export interface WrittenLedger {
  /** Path of a program that calls `answerCalls`. */
  readonly program: string
  readonly args: readonly string[]
  readonly callsPerWriter: number
  /** The ledger when they are done. */
  readonly reader: LedgerReader
  issues(): AsyncIterable<LedgerIssue>
}

const writers = 8

/**
 * Lets eight processes write at the same time, and compares what they were told, and what is there, with the oracle.
 */
export async function expectOneOrder({ program, args, callsPerWriter, reader, issues }: WrittenLedger): Promise<void> {
  const plans = writerPlans(writers, callsPerWriter)
  const answers = await answersOf(
    plans.map((plan) => plan.map((call) => call.map(({ compact }) => compact))),
    [program, ...args],
  )
  const sent = plans.flat(2)
  const entries = await collect(reader.entries())
  const log = logOf(entries, sent)
  const answered = plans.map((plan, writer) => pairs(plan.flat(), answers[writer]?.flat() ?? []))
  for (const ofWriter of answered) expectLinear(ofWriter, log)
  expect(log.length).toBeGreaterThan(writers)

  const contradicted = answered.flat().filter(([, answer]) => answer === 'ECT_LEDGER_EQUIVOCATION')
  const refused = new Set(contradicted.map(([{ compact }]) => compact))
  const evidence = await collect(reader.equivocations())
  expect(evidence.length > 0).toBe(refused.size > 0)
  expect(evidence.every((found) => refused.has(found.refused))).toBe(true)

  const root = naiveRoot(entries.map(({ compact }) => Buffer.from(compact)))
  const head = parseCheckpoint(await reader.checkpoint())
  expect({ size: head.size, root: Buffer.from(head.root) }).toEqual({ size: entries.length, root: Buffer.from(root) })
  expect(await collect(issues())).toEqual([])
}

function pairs(tokens: readonly VerifiedEct[], answers: readonly Answer[]): (readonly [VerifiedEct, Answer])[] {
  expect(answers).toHaveLength(tokens.length)
  return tokens.map((token, at) => [token, answers[at] ?? 'no answer'])
}

/** Starts a process for each list of calls, and gives them out when all are there. */
async function answersOf(plans: readonly unknown[], program: readonly string[]): Promise<Answer[][][]> {
  const flags = ['--conditions=@wimse-ect/source', '--no-warnings']
  const processes = plans.map(() => spawn(process.execPath, [...flags, ...program]))
  const outputs = processes.map(outputOf)
  while (!outputs.every(({ isReady }) => isReady())) await setTimeout(10)
  for (const [at, { stdin }] of processes.entries()) stdin.end(JSON.stringify(plans[at]))
  return Promise.all(outputs.map(({ answers }) => answers))
}

interface Output {
  /** True when the process has said that it waits for calls, or has ended. */
  isReady(): boolean
  readonly answers: Promise<Answer[][]>
}

function outputOf({ stdout, stderr }: ChildProcess): Output {
  let said = ''
  let hasEnded = false
  stdout?.on('data', (chunk) => {
    said += String(chunk)
  })
  const complaints = stderr === null ? '' : text(stderr)
  const ended = new Promise((resolve) => stdout?.on('close', resolve)).then(() => {
    hasEnded = true
  })
  const answers = async (): Promise<Answer[][]> => {
    await ended
    expect(await complaints).toBe('')
    return JSON.parse(said.slice(said.indexOf('\n')))
  }
  return { isReady: () => hasEnded || said.includes('ready\n'), answers: answers() }
}
