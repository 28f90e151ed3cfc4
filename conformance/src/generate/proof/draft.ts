import type { ProofExpect, ProofQuestion } from '../../cases.ts'
import { rootAt } from '../log/the-log.ts'
import { base64, type Hash } from '../log/tree.ts'
import type { Draft } from '../number-cases.ts'

type ReceiptQuestion = Extract<ProofQuestion, { readonly ask: 'receipt' }>

/** What is asked; the log key of a receipt only when it is not the default. */
type Question =
  | (Omit<ReceiptQuestion, 'logKey'> & { readonly logKey?: string })
  | Exclude<ProofQuestion, ReceiptQuestion>

/** What departs from the default question about a receipt. */
export type ReceiptOptions = Partial<Omit<ReceiptQuestion, 'ask' | 'receipt'>> & { readonly flags?: readonly string[] }

/** A proof that is accepted. */
export function ok(
  comment: string,
  rules: readonly string[],
  question: Question,
  expect: ProofExpect,
  flags: readonly string[] = [],
): Draft<'proof'> {
  return (tcId) => ({ tcId, comment, rules, flags, ...question, result: 'valid', expect })
}

/** A proof that is refused with a code. */
export function no(
  code: string,
  comment: string,
  rules: readonly string[],
  question: Question,
  flags: readonly string[] = [],
): Draft<'proof'> {
  return (tcId) => ({ tcId, comment, rules, flags, ...question, result: 'invalid', code })
}

/** What the log is at some size, as the cases write it. */
export function headAt(size: number, root: Hash = rootAt(size)): { readonly size: number; readonly root: string } {
  return { size, root: base64(root) }
}
