import type { Figure } from './bench-result.ts'
import { formatSpread } from './report.ts'
import type { Spread } from './spread.ts'

/** What an operation is to reach. */
export interface Target {
  readonly operation: string
  /** The name of the figure it is judged by. */
  readonly figure: string
  readonly atLeast?: number
  readonly atMost?: number
  /** What the numbers are, where they are no ratios. */
  readonly unit?: string
}

/** All targets, in the order in which they are shown. */
export const targets: readonly Target[] = [
  {
    operation: 'full verification of one token after another, beside crypto.verify',
    figure: 'verification / crypto.verify',
    atLeast: 0.9,
  },
  { operation: 'the same, beside jose.jwtVerify', figure: 'verification / jose', atLeast: 2.5 },
  { operation: 'the same, beside jsonwebtoken', figure: 'verification / jsonwebtoken', atLeast: 1 },
  { operation: 'the same, beside fast-jwt', figure: 'verification / fast-jwt', atLeast: 1 },
  {
    operation: 'verify, admit and append to the memory ledger, beside crypto.verify',
    figure: 'memory ledger / crypto.verify',
    atLeast: 0.88,
  },
  {
    operation: 'the whole way into a durable SQLite ledger on one core, beside crypto.verify',
    figure: 'whole way, one core / crypto.verify',
    atLeast: 0.75,
  },
  {
    operation: 'the same with verification on two cores, beside crypto.verify on one',
    figure: 'whole way, two cores / crypto.verify',
    atLeast: 1.45,
  },
  { operation: 'verifyMany on two cores, beside one', figure: 'verifyMany, two cores / one core', atLeast: 1.65 },
  {
    operation: 'signEct with a key in the process, beside crypto.sign',
    figure: 'signing / crypto.sign',
    atLeast: 0.85,
  },
  {
    operation: 'the portable path with 64 in flight, beside jose.jwtVerify',
    figure: 'portable verification / jose',
    atLeast: 0.95,
  },
  {
    operation: 'strict JSON, base64url and claim rules of one token',
    figure: 'reading a token, µs',
    atMost: 4,
    unit: 'µs',
  },
  {
    operation: 'admit at a million recorded tasks, beside a thousand, parents anywhere',
    figure: 'admit at a million, parents anywhere',
    atMost: 1.3,
  },
  {
    operation: 'the same, parents among the newest thousand',
    figure: 'admit at a million, newest parents',
    atMost: 1.3,
  },
  {
    operation: 'graph of all tasks of a ledger',
    figure: 'graph of a ledger, entries/s',
    atLeast: 200_000,
    unit: 'entries/s',
  },
  { operation: 'fsck without signatures', figure: 'fsck, entries/s', atLeast: 200_000, unit: 'entries/s' },
  {
    operation: "memory for a recorded task in the memory ledger, beside the token's own bytes",
    figure: 'memory per task / token',
    atMost: 1.6,
  },
  {
    operation: 'durable append in SQLite, batches of 64, beside plain inserts',
    figure: 'SQLite ledger / inserts, 64',
    atLeast: 0.7,
  },
  { operation: 'the same, batches of 512', figure: 'SQLite ledger / inserts, 512', atLeast: 0.7 },
  {
    operation: 'ledger service over SQLite, verification included, in batches',
    figure: 'service, tokens/s',
    atLeast: 8000,
    unit: 'tokens/s',
  },
  {
    operation: 'ledger service at 1,000 tokens/s, from sending to the durable receipt, p99',
    figure: 'service, p99 ms',
    atMost: 50,
    unit: 'ms',
  },
  {
    operation: 'PostgreSQL ledger, two writers, beside multi-row inserts',
    figure: 'PostgreSQL ledger / inserts',
    atLeast: 0.6,
  },
  { operation: 'ect verify, above node -e 0', figure: 'ect verify, ms above node', atMost: 25, unit: 'ms' },
  {
    operation: 'createVerifier for a browser, minified and gzipped, with all that it needs',
    figure: 'browser, kB',
    atMost: 12,
    unit: 'kB',
  },
]

/** What became of a target in one run. */
export type Verdict = 'met' | 'not met' | 'not measured'

/** A target beside what was measured. */
export interface JudgedTarget extends Target, Partial<Figure> {
  readonly verdict: Verdict
}

/** Judges by the median, by the clock on the wall where processor time was measured too. */
export function judgeTargets(
  wanted: readonly Target[],
  figures: Readonly<Record<string, Figure>>,
): readonly JudgedTarget[] {
  return wanted.map((target) => {
    const figure = figures[target.figure]
    return { ...target, ...figure, verdict: verdictOn(target, figure) }
  })
}

function verdictOn({ atLeast, atMost }: Target, figure: Figure | undefined): Verdict {
  if (figure === undefined) return 'not measured'
  const { median } = figure.wall
  const isMet = (atLeast === undefined || median >= atLeast) && (atMost === undefined || median <= atMost)
  return isMet ? 'met' : 'not met'
}

/** The rows of a table of targets, the head first; the last cell is the verdict. */
export function targetTable(judged: readonly JudgedTarget[]): readonly (readonly string[])[] {
  const rows = judged.map((target) => [
    target.operation,
    wantedText(target),
    spreadText(target.wall),
    spreadText(target.cpu),
    target.verdict,
  ])
  return [['', 'target', 'measured', 'by processor time', ''], ...rows]
}

/** `at least 0.9`. */
function wantedText({ atLeast, atMost, unit = '' }: Target): string {
  const bound = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast.toLocaleString('en')}`
  return `${bound} ${unit}`.trim()
}

/** Two decimals for what is small, none for what is large. */
function spreadText(spread: Spread | undefined): string {
  return spread === undefined ? '' : formatSpread(spread, spread.median < 100 ? 2 : 0)
}
