import type { CheckpointCase, WitnessPolicy } from '../../cases.ts'
import { log } from '../log/note.ts'
import { rootAt } from '../log/the-log.ts'
import { base64 } from '../log/tree.ts'
import type { Draft } from '../number-cases.ts'

/** What departs from the defaults. */
export interface CheckpointParts {
  readonly logKey?: string
  readonly witnessPolicy?: WitnessPolicy
  readonly flags?: readonly string[]
  /** Who has cosigned. Default: nobody. */
  readonly witnessings?: NonNullable<CheckpointCase['expect']>['witnessings']
}

/** A checkpoint of the log at some size that is accepted. */
export function ok(
  comment: string,
  rules: readonly string[],
  size: number,
  checkpoint: string,
  { witnessings = [], ...parts }: CheckpointParts = {},
): Draft<'checkpoint'> {
  const expect = { origin: log.name, size, root: base64(rootAt(size)), witnessings }
  return (tcId) => ({ tcId, comment, rules, flags: [], ...parts, checkpoint, result: 'valid', expect })
}

/** A checkpoint that is refused with a code. */
export function no(
  code: string,
  comment: string,
  rules: readonly string[],
  checkpoint: string,
  parts: CheckpointParts = {},
): Draft<'checkpoint'> {
  return (tcId) => ({ tcId, comment, rules, flags: [], ...parts, checkpoint, result: 'invalid', code })
}
