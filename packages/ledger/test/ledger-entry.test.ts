import type { TaskRecord, VerifiedEct } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import { refusalOfCheck } from '../contract/refusal.ts'
import { issuedAt, signedToken, token, uuid, verified, verifiedAt } from '../contract/tokens.ts'
import { type LedgerEntry, makeEntry, restoreEntry } from '../src/ledger-entry.ts'

const parent = token({ tid: uuid(1) })

/** The entry of a token whose parents have these sequences, where every id is recorded once. */
function entryOf(child: VerifiedEct, parents: readonly TaskRecord[], sequence = 7): LedgerEntry {
  const store = {
    parentsFirst: true,
    recordsOf: (taskId: string) => parents.filter(({ task }) => task.taskId === taskId),
    recordsIn: (taskId: string) => parents.filter(({ task }) => task.taskId === taskId),
  }
  return makeEntry(admit(child, store), sequence, issuedAt + 9)
}

describe('making an entry', () => {
  it('[LEDGER-ENTRY] it holds what the token says, the sequence and both times', () => {
    const child = token({ tid: uuid(2), wid: uuid(9), par: [uuid(1)], exec_act: 'implement_module' })
    expect(entryOf(child, [{ task: parent.task, sequence: 3 }])).toStrictEqual({
      sequence: 7,
      taskId: uuid(2),
      workflowId: uuid(9),
      agent: child.claims.iss,
      action: 'implement_module',
      parents: [{ taskId: uuid(1), sequence: 3 }],
      compact: child.compact,
      verifiedAt,
      storedAt: issuedAt + 9,
      latenessSeconds: 0,
    })
  })

  it('[DAG-PARENT-SEQUENCES] the parent may be the entry just before, and the very first', () => {
    const child = token({ par: [uuid(1)] })
    expect(entryOf(child, [{ task: parent.task, sequence: 6 }]).parents).toEqual([{ taskId: uuid(1), sequence: 6 }])
    expect(entryOf(child, [{ task: parent.task, sequence: 0 }]).parents).toEqual([{ taskId: uuid(1), sequence: 0 }])
  })

  it.each([undefined, 7, 8, -1, 0.5, Number.NaN])(
    '[DAG-PARENT-SEQUENCES] a parent with sequence %s is not one of this ledger',
    (sequence) => {
      const child = token({ par: [uuid(1)] })
      expect(() => entryOf(child, [{ task: parent.task, sequence }])).toThrow(TypeError)
    },
  )

  it('[DAG-PARENT-SEQUENCES] an admission that does not name one record for each parent is the mistake of its author', () => {
    const child = token({ par: [uuid(1)] })
    const admitted = {
      ...admit(token(), { parentsFirst: true, recordsOf: () => [], recordsIn: () => [] }),
      token: child,
    }
    expect(() => makeEntry(admitted, 7, issuedAt)).toThrow(TypeError)
  })

  it('[DAG-PARENT-SEQUENCES] so is one that names the record of another task', () => {
    const child = token({ par: [uuid(1)] })
    const { token: admitted, ...rest } = admit(token(), {
      parentsFirst: true,
      recordsOf: () => [],
      recordsIn: () => [],
    })
    const lie = { ...rest, token: child, parents: [{ task: admitted.task, sequence: 3 }] }
    expect(() => makeEntry(lie, 7, issuedAt)).toThrow(TypeError)
  })

  it('[LEDGER-TOKEN-IS-RECORD] the same entry is made again from its token and what was stored beside it', () => {
    const child = token({ par: [uuid(1)] })
    const entry = entryOf(child, [{ task: parent.task, sequence: 3 }])
    const stored = { ...entry, parents: [3] }
    expect(restoreEntry(child.task, stored)).toStrictEqual(entry)
    const refusal = { code: 'ECT_LEDGER_DAMAGED', path: 'parents' }
    expect(refusalOfCheck(() => restoreEntry(child.task, { ...stored, parents: [] }))).toMatchObject(refusal)
  })

  it.each([
    { title: 'in its last second', exp: 600, at: 599, late: 0 },
    { title: 'in the second of its exp', exp: 600, at: 600, late: 1 },
    { title: 'at the greatest age', exp: 2000, at: 900, late: 0 },
    { title: 'one second older', exp: 2000, at: 901, late: 1 },
    { title: 'both expired and too old, expired for longer', exp: 300, at: 1000, late: 701 },
    { title: 'both expired and too old, too old for longer', exp: 1500, at: 1600, late: 700 },
    { title: 'from a clock that is ahead', exp: 600, at: -20, late: 0 },
  ])('[MODE-LATENESS-SHOWN] it shows how late the token was verified: $title', ({ exp, at, late }) => {
    const tokenAt = verified(signedToken({ exp: issuedAt + exp }), { at: issuedAt + at })
    expect(entryOf(tokenAt, []).latenessSeconds).toBe(late)
  })

  it('[LEDGER-APPEND-ONLY] it is frozen, with its parents', () => {
    const entry = entryOf(token({ par: [uuid(1)] }), [{ task: parent.task, sequence: 3 }])
    expect([entry, entry.parents, entry.parents[0]].map(Object.isFrozen)).toEqual([true, true, true])
  })
})
