import type { Task } from '@wimse-ect/claims'
import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../contract/refusal.ts'
import { type ClaimChanges, mallory, signedToken, uuid } from '../../contract/tokens.ts'
import type { EntryLine } from '../../src/archive/archive-lines.ts'
import { RestoredEntries } from '../../src/archive/restored-entries.ts'
import type { Evidence } from '../../src/durable/judged-batch.ts'
import type { StoredRecord } from '../../src/durable/stored-record.ts'
import type { LedgerView } from '../../src/judge-append.ts'
import type { HashedNode } from '../../src/merkle/right-edge.ts'
import { TableRestorer } from '../durable/in-memory/table-restorer.ts'

/** Notes what it is asked to do. */
class WatchedRestorer extends TableRestorer {
  readonly judged: (readonly Task[])[] = []
  /** Numbers of entries. */
  readonly written: number[] = []
  /** Numbers of pieces of evidence. */
  readonly evidence: number[] = []

  constructor() {
    super()
    this.begin({ ids: 'uuid', maxLatenessSeconds: 0, logKey: null })
  }

  override judge(tasks: readonly Task[], judgement: (draft: LedgerView<StoredRecord>) => void): void {
    this.judged.push(tasks)
    super.judge(tasks, judgement)
  }

  override write(records: readonly StoredRecord[], nodes: readonly HashedNode[]): void {
    this.written.push(records.length)
    super.write(records, nodes)
  }

  override writeEvidence(evidence: readonly Evidence[]): void {
    this.evidence.push(evidence.length)
    super.writeEvidence(evidence)
  }
}

function line(sequence: number, token: string, parents: readonly number[] = []): EntryLine {
  return { type: 'entry', sequence, token, verifiedAt: 1, storedAt: 2, parents }
}

/** Restores tokens; parents are those that the last one is said to have. */
async function restore(tokens: readonly ClaimChanges[], parents: readonly number[] = []): Promise<RestoredEntries> {
  const restored = new RestoredEntries(new WatchedRestorer(), 'uuid')
  for (const [at, claims] of tokens.entries()) {
    await restored.add(line(at, signedToken(claims), at === tokens.length - 1 ? parents : []))
  }
  await restored.flush()
  return restored
}

/** A token of 2^15 characters. */
function longToken(): string {
  const token = signedToken({ padding: 'x'.repeat(padding) }, mallory)
  expect(token).toHaveLength(2 ** 15)
  return token
}

const padding = Math.floor(((2 ** 15 - signedToken({ padding: '' }, mallory).length) * 3) / 4)

describe('batches of an archive', () => {
  it('have 512 entries, and what is left', async () => {
    const restorer = new WatchedRestorer()
    const restored = new RestoredEntries(restorer, 'uuid')
    const written: number[] = []
    for (let at = 0; at < 1025; at++) {
      if (await restored.add(line(at, signedToken({ tid: uuid(at + 1) })))) written.push(restored.written)
    }
    expect([written, restored.written]).toEqual([[512, 1024], 1024])
    await restored.flush()
    expect([restorer.written, restored.written, restored.head().size]).toEqual([[512, 512, 1], 1025, 1025])
    expect(restorer.judged.map((tasks) => tasks.length)).toEqual([512, 512, 1])
    expect(restorer.judged[1]?.[0]?.taskId).toBe(uuid(513))
    await restored.flush()
    expect([restorer.written.length, restorer.evidence]).toEqual([3, []])
  })

  it('or tokens of 4 Mi characters', async () => {
    const restorer = new WatchedRestorer()
    const restored = new RestoredEntries(restorer, 'uuid')
    for (let at = 0; at < 257; at++) await restored.add(line(at, longToken()))
    expect(restorer.written).toEqual([128, 128])
  })

  it('[LEDGER-EQUIVOCATION-EVIDENCE] or 512 pieces of evidence', async () => {
    const restorer = new WatchedRestorer()
    const restored = new RestoredEntries(restorer, 'uuid')
    for (let at = 0; at < 513; at++) await restored.add(line(at, signedToken({ tid: uuid(at + 1) })))
    await restored.flush()
    for (let at = 0; at < 513; at++) {
      const refused = signedToken({ tid: uuid(at + 1) })
      await restored.addEvidence({ type: 'equivocation', sequence: at, refused, foundAt: 3 })
    }
    expect(restorer.evidence).toEqual([512])
    await restored.flush()
    expect([restorer.evidence, restorer.written]).toEqual([
      [512, 1],
      [512, 1],
    ])
  })
})

describe('what holds of every entry', () => {
  const [own, other] = [uuid(8), uuid(9)]

  it.each<{ title: string; rule: string; tokens: readonly ClaimChanges[] }>([
    {
      title: 'a task twice',
      rule: 'LEDGER-TASK-SCOPE',
      tokens: [
        { tid: uuid(1), wid: own },
        { tid: uuid(1), wid: own },
      ],
    },
    {
      title: 'a task without workflow after one with',
      rule: 'LEDGER-TASK-SCOPE',
      tokens: [{ tid: uuid(1), wid: own }, { tid: uuid(1) }],
    },
    { title: 'a jti twice', rule: 'LEDGER-JTI-UNIQUE', tokens: [{ jti: uuid(1) }, { jti: uuid(1) }] },
  ])('[$rule] an archive with $title is refused', async ({ tokens }) => {
    expect(await refusalOf(restore(tokens))).toMatchObject({ code: 'ECT_LEDGER_DAMAGED', path: 'entry 1' })
  })

  it.each<{ title: string; rule: string; tokens: readonly ClaimChanges[]; parent: number; isTaken: boolean }>([
    {
      title: 'of its own workflow',
      rule: 'DAG-PARENT-OWN-WORKFLOW',
      tokens: [
        { tid: uuid(1), wid: other },
        { tid: uuid(1), wid: own },
        { wid: own, par: [uuid(1)] },
      ],
      parent: 1,
      isTaken: true,
    },
    {
      title: 'of another workflow, beside one of its own',
      rule: 'DAG-PARENT-OWN-WORKFLOW',
      tokens: [
        { tid: uuid(1), wid: other },
        { tid: uuid(1), wid: own },
        { wid: own, par: [uuid(1)] },
      ],
      parent: 0,
      isTaken: false,
    },
    {
      title: 'without workflow',
      rule: 'DAG-PARENT-NO-WORKFLOW',
      tokens: [{ tid: uuid(1) }, { wid: own, par: [uuid(1)] }],
      parent: 0,
      isTaken: true,
    },
    {
      title: 'of another workflow, the only one',
      rule: 'DAG-PARENT-CROSS-SINGLE',
      tokens: [
        { tid: uuid(1), wid: other },
        { wid: own, par: [uuid(1)] },
      ],
      parent: 0,
      isTaken: true,
    },
    {
      title: 'of another workflow, one of several',
      rule: 'DAG-PARENT-CROSS-SINGLE',
      tokens: [
        { tid: uuid(1), wid: other },
        { tid: uuid(1), wid: uuid(7) },
        { wid: own, par: [uuid(1)] },
      ],
      parent: 0,
      isTaken: false,
    },
    {
      title: 'one of several, of a child without workflow',
      rule: 'DAG-PARENT-AMBIGUOUS',
      tokens: [{ tid: uuid(1), wid: own }, { tid: uuid(1), wid: other }, { par: [uuid(1)] }],
      parent: 0,
      isTaken: false,
    },
    {
      title: 'that is not there',
      rule: 'DAG-PARENT-EXISTS',
      tokens: [{ tid: uuid(1) }, { par: [uuid(2)] }],
      parent: 0,
      isTaken: false,
    },
  ])('[$rule] a parent $title: taken is $isTaken', async ({ tokens, parent, isTaken }) => {
    const refusal = await refusalOf(restore(tokens, [parent]))
    const refused = { code: 'ECT_LEDGER_DAMAGED', path: `entry ${tokens.length - 1} par[0]` }
    expect(refusal).toEqual(isTaken ? 'accepted' : expect.objectContaining(refused))
  })
})
