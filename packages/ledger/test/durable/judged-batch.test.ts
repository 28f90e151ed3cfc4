import type { Admission } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import { storedAt } from '../../contract/ledger-under-test.ts'
import { bob, token, uuid } from '../../contract/tokens.ts'
import { type BatchGround, JudgedBatch } from '../../src/durable/judged-batch.ts'
import { TableStore } from './in-memory/table-store.ts'
import { Tables } from './in-memory/tables.ts'

function emptyGround(): BatchGround & { readonly tables: Tables } {
  const tables = new Tables({ ids: 'uuid', maxLatenessSeconds: 0, logKey: null })
  return { tables, ids: 'uuid', committed: new TableStore(tables), size: 0, clock: () => storedAt }
}

/** A ground on which the task `uuid(1)` is entry 0. */
function groundWithOne(): BatchGround & { readonly tables: Tables } {
  const ground = emptyGround()
  const batch = new JudgedBatch(ground)
  batch.judge([token({ tid: uuid(1) })], admit)
  ground.tables.add(batch.records, [])
  return { ...ground, size: 1 }
}

const breaking: Admission = (each, store) => {
  if (each.task.taskId === uuid(9)) throw new RangeError('a mistake')
  return admit(each, store)
}

describe('a judged batch', () => {
  it('[LEDGER-APPEND-MANY] judges each token by what is committed and by those before it', () => {
    const batch = new JudgedBatch(groundWithOne())
    const child = token({ tid: uuid(2), par: [uuid(1)] })
    expect(batch.judge([child, token({ tid: uuid(3), par: [uuid(2)] })], admit)).toMatchObject([
      { ok: true, duplicate: false, entry: { sequence: 1, parents: [{ sequence: 0 }], storedAt } },
      { ok: true, duplicate: false, entry: { sequence: 2, parents: [{ sequence: 1 }] } },
    ])
    expect(batch.judge([child, token({ par: [uuid(4)] })], admit)).toMatchObject([
      { ok: true, duplicate: true, entry: { sequence: 1 } },
      { ok: false, error: { code: 'ECT_DAG_PARENT_MISSING' } },
    ])
    expect(batch.records.map(({ sequence }) => sequence)).toEqual([1, 2])
  })

  it('is empty as long as there is nothing to be written', () => {
    const batch = new JudgedBatch(groundWithOne())
    expect(batch.isEmpty).toBe(true)
    batch.judge([token({ par: [uuid(4)] }), token({ tid: uuid(1) }, bob)], admit)
    expect(batch.isEmpty).toBe(true)
    batch.judge([token({ tid: uuid(1) })], admit)
    expect([batch.isEmpty, batch.records]).toEqual([false, []])
    const other = new JudgedBatch(groundWithOne())
    other.judge([token()], admit)
    expect([other.isEmpty, other.evidence]).toEqual([false, []])
  })

  it('[LEDGER-EQUIVOCATION-EVIDENCE] keeps the first token that contradicts an entry, and when it was found', () => {
    const batch = new JudgedBatch(groundWithOne())
    const [first, second] = [token({ tid: uuid(1) }), token({ tid: uuid(1) })]
    const own = [token({ tid: uuid(2) }), token({ tid: uuid(2) })] as const
    expect(batch.judge([first, second, ...own], admit)).toMatchObject([
      { ok: false, error: { code: 'ECT_LEDGER_EQUIVOCATION', taskId: uuid(1) } },
      { ok: false, error: { code: 'ECT_LEDGER_EQUIVOCATION', taskId: uuid(1) } },
      { ok: true },
      { ok: false, error: { code: 'ECT_LEDGER_EQUIVOCATION', taskId: uuid(2) } },
    ])
    expect(batch.evidence).toEqual([
      { sequence: 0, refused: first.compact, foundAt: storedAt },
      { sequence: 1, refused: own[1].compact, foundAt: storedAt },
    ])
  })

  it('[LEDGER-EQUIVOCATION-EVIDENCE] and none where the database has some', () => {
    const asked: number[] = []
    const hasEvidence = (sequence: number): boolean => {
      asked.push(sequence)
      return sequence === 0
    }
    const batch = new JudgedBatch({ ...groundWithOne(), hasEvidence })
    batch.judge([token({ tid: uuid(1) }), token({ tid: uuid(2) }), token({ tid: uuid(2) })], admit)
    expect(asked).toEqual([0, 1])
    expect(batch.evidence).toMatchObject([{ sequence: 1 }])
  })

  it('[LEDGER-ATOMIC] a call that breaks takes back all that it added, and nothing else', () => {
    const batch = new JudgedBatch(groundWithOne())
    const before = token({ tid: uuid(2) })
    batch.judge([before, token({ tid: uuid(1) })], admit)
    const evidence = [...batch.evidence]
    const tokens = [token({ tid: uuid(3) }), token({ tid: uuid(2) }), token({ tid: uuid(9) })]
    expect(() => batch.judge(tokens, breaking)).toThrow(RangeError)
    expect(batch.evidence).toEqual(evidence)
    expect(batch.records.map(({ task }) => task.taskId)).toEqual([uuid(2)])
    expect(batch.judge([before, token({ par: [uuid(3)] }), token({ par: [uuid(2)] })], admit)).toMatchObject([
      { ok: true, duplicate: true, entry: { sequence: 1 } },
      { ok: false, error: { code: 'ECT_DAG_PARENT_MISSING' } },
      { ok: true, duplicate: false, entry: { sequence: 2 } },
    ])
  })

  it('[LEDGER-JTI-UNIQUE] a jti that was taken back can be used', () => {
    const batch = new JudgedBatch(emptyGround())
    const tokens = [token({ tid: uuid(3), jti: uuid(7) }), token({ tid: uuid(9) })]
    expect(() => batch.judge(tokens, breaking)).toThrow(RangeError)
    expect(batch.judge([token({ jti: uuid(7) }), token({ jti: uuid(7) })], admit)).toMatchObject([
      { ok: true, entry: { sequence: 0 } },
      { ok: false, error: { code: 'ECT_REPLAY_SEEN' } },
    ])
  })

  it('[CLAIM-IDS-LEDGER] a token with another kind of ids is refused', () => {
    const batch = new JudgedBatch({ ...emptyGround(), ids: 'opaque' })
    expect(batch.judge([token()], admit)).toMatchObject([{ ok: false, error: { code: 'ECT_LEDGER_IDS' } }])
  })
})
