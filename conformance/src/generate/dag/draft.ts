import type { SuiteFileCases } from '../../formats.ts'
import type { Draft } from '../number-cases.ts'

type FileCase = SuiteFileCases['dag']

/** What a `dag` case is made of. The store is a ledger unless `mode` says inline. */
interface DagParts extends Partial<Pick<FileCase, 'options' | 'flags'>> {
  readonly mode?: 'ledger' | 'inline'
  readonly records?: readonly string[]
  readonly chain?: FileCase['store']['chain']
  readonly token: string
}

/** A token that fits the store. `parents` are the indexes of the records that are its parents. */
export function ok(
  comment: string,
  rules: readonly string[],
  parents: readonly number[],
  parts: DagParts,
): Draft<'dag'> {
  return (tcId) => ({ ...common(tcId, comment, rules, parts), result: 'valid', expect: { parents } })
}

/** A token that the store refuses with a code. */
export function no(code: string, comment: string, rules: readonly string[], parts: DagParts): Draft<'dag'> {
  return (tcId) => ({ ...common(tcId, comment, rules, parts), result: 'invalid', code })
}

function common(tcId: number, comment: string, rules: readonly string[], parts: DagParts) {
  const { mode = 'ledger', records = [], chain, options, flags = [], token } = parts
  return {
    tcId,
    comment,
    rules,
    flags,
    ...(options === undefined ? {} : { options }),
    store: { mode, records, ...(chain === undefined ? {} : { chain }) },
    token,
  }
}
