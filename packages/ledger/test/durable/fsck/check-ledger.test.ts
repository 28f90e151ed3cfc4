import { createAdmission } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import { logKey, signer, stranger } from '../../../contract/archive-changes.ts'
import { storedAt } from '../../../contract/ledger-under-test.ts'
import { bob, laterToken, signedToken, token, uuid } from '../../../contract/tokens.ts'
import { signCheckpoint } from '../../../src/checkpoint/checkpoint.ts'
import { noteSigner } from '../../../src/checkpoint/note-signer.ts'
import { damaged } from '../../../src/durable/damaged.ts'
import type { CheckedPage } from '../../../src/durable/fsck/found-ledger.ts'
import { emptyRoot } from '../../../src/merkle/tree-hash.ts'
import { FoundTables } from '../in-memory/found-tables.ts'
import { openOnTables } from '../in-memory/open-on-tables.ts'
import { Tables, tileKey } from '../in-memory/tables.ts'
import { checkpointOf, entries, issuesIn, rowAt, soundTables } from './damages.ts'

/** Adds bits to bytes of a tile. */
function flip({ tiles }: Tables, level: number, index: number, at: number): void {
  const hashes = tiles.get(tileKey(level, index))
  if (hashes !== undefined) hashes[at] = (hashes[at] ?? 0) ^ 1
}

function cut({ tiles }: Tables, level: number, index: number, lengthBytes: number): void {
  const hashes = tiles.get(tileKey(level, index))
  if (hashes !== undefined) tiles.set(tileKey(level, index), hashes.slice(0, lengthBytes))
}

function swap(tables: Tables, at: number): void {
  const [one, other] = [rowAt(tables, at), rowAt(tables, at + 1)]
  tables.entries.splice(at, 2, { ...other, sequence: at }, { ...one, sequence: at + 1 })
}

interface Damage {
  readonly title: string
  readonly damage: (tables: Tables) => unknown
  readonly issues: readonly string[]
}

const ofEntries: readonly Damage[] = [
  {
    title: 'another task in the place of one',
    damage: (tables) => Object.assign(rowAt(tables, 15), { token: signedToken({}, bob) }),
    issues: [
      'index 15 task_id',
      'index 15 workflow_id',
      'index 15 token_id',
      'index 15 agent',
      'leaf 15',
      'checkpoint root',
    ],
  },
  {
    title: 'a signature',
    damage: (tables) => {
      const row = rowAt(tables, 15)
      row.token = `${String(row.token).slice(0, -86)}${'A'.repeat(86)}`
    },
    issues: ['leaf 15', 'checkpoint root'],
  },
  {
    title: 'a token that is none',
    damage: (tables) => Object.assign(rowAt(tables, 15), { token: 'x' }),
    issues: ['token 15', 'leaf 15', 'checkpoint root'],
  },
  {
    title: 'a token as long as an entry may be',
    damage: (tables) => Object.assign(rowAt(tables, 15), { token: 'x'.repeat(65_535) }),
    issues: ['token 15', 'leaf 15', 'checkpoint root'],
  },
  {
    title: 'a token that is too long for any leaf',
    damage: (tables) => Object.assign(rowAt(tables, 15), { token: 'x'.repeat(65_536) }),
    issues: ['token 15'],
  },
  {
    title: 'a token that is too long in bytes alone',
    damage: (tables) => Object.assign(rowAt(tables, 15), { token: 'ž'.repeat(32_768) }),
    issues: ['token 15'],
  },
  {
    title: 'a token that is too long in bytes of three alone',
    damage: (tables) => Object.assign(rowAt(tables, 15), { token: '\u20ac'.repeat(21_846) }),
    issues: ['token 15'],
  },
  {
    title: 'a token of such as long as an entry may be',
    damage: (tables) => Object.assign(rowAt(tables, 15), { token: '\u20ac'.repeat(21_845) }),
    issues: ['token 15', 'leaf 15', 'checkpoint root'],
  },
  {
    title: 'bytes in the place of a token',
    damage: (tables) => Object.assign(rowAt(tables, 15), { token: new Uint8Array(3) }),
    issues: ['token 15'],
  },
  {
    title: 'the order of two entries',
    damage: (tables) => swap(tables, 30),
    issues: ['parents 30 par[0]', 'leaf 30', 'leaf 31', 'parents 32 par[0]', 'checkpoint root'],
  },
  {
    title: 'a parent',
    damage: (tables) => Object.assign(rowAt(tables, 35), { parents: '[33]' }),
    issues: ['parents 35 par[0]'],
  },
  {
    title: 'the task id of a parent',
    damage: (tables) => Object.assign(rowAt(tables, 35), { task_id: uuid(7000) }),
    issues: ['index 35 task_id', 'parents 36 par[0]'],
  },
  {
    title: 'no parents',
    damage: (tables) => Object.assign(rowAt(tables, 35), { parents: null }),
    issues: ['parents 35'],
  },
  {
    title: 'a parent too many',
    damage: (tables) => Object.assign(rowAt(tables, 35), { parents: '[34,33]' }),
    issues: ['parents 35'],
  },
  {
    title: 'parents that no ledger writes',
    damage: (tables) => Object.assign(rowAt(tables, 35), { parents: '34' }),
    issues: ['token 35'],
  },
  {
    title: 'a workflow',
    damage: (tables) => Object.assign(rowAt(tables, 35), { workflow_id: null }),
    issues: ['index 35 workflow_id'],
  },
  {
    title: 'a workflow where there was none',
    damage: (tables) => Object.assign(rowAt(tables, 5), { workflow_id: uuid(9000) }),
    issues: ['index 5 workflow_id'],
  },
  {
    title: 'a jti',
    damage: (tables) => Object.assign(rowAt(tables, 35), { token_id: uuid(3) }),
    issues: ['index 35 token_id'],
  },
  {
    title: 'an agent',
    damage: (tables) => Object.assign(rowAt(tables, 35), { agent: bob.agent }),
    issues: ['index 35 agent'],
  },
  {
    title: 'a task that was recorded before',
    damage: (tables) => tables.entries.splice(16, 1, { ...rowAt(tables, 15), sequence: 16 }),
    issues: ['task 16', 'leaf 16', 'checkpoint root'],
  },
  {
    title: 'a task that was recorded before, by columns of an entry that cannot be read',
    damage: (tables) => {
      tables.entries.splice(16, 1, { ...rowAt(tables, 15), sequence: 16 })
      rowAt(tables, 15).token = 'x'
    },
    issues: ['token 15', 'leaf 15', 'task 16', 'leaf 16', 'checkpoint root'],
  },
]

const ofSequence: readonly Damage[] = [
  { title: 'an entry', damage: ({ entries: rows }) => rows.splice(5, 1), issues: ['missing 5 5 to 5'] },
  { title: 'two entries', damage: ({ entries: rows }) => rows.splice(5, 2), issues: ['missing 5 5 to 6'] },
  {
    title: 'the beginning',
    damage: ({ entries: rows }) => rows.splice(0, 3),
    issues: ['missing 0 0 to 2', 'evidence 0'],
  },
  {
    title: 'the end',
    damage: ({ entries: rows }) => rows.splice(258),
    issues: ['tree tile 0/1', 'rolled-back 258 258 of 260'],
  },
  {
    title: 'all entries',
    damage: ({ entries: rows }) => rows.splice(0),
    issues: ['tree tile 0/0', 'tree tile 1/0', 'tree tile 0/1', 'rolled-back 0 0 of 260', 'evidence 0'],
  },
]

const ofTree: readonly Damage[] = [
  { title: 'a leaf', damage: (tables) => flip(tables, 0, 0, 3 * 32), issues: ['leaf 3', 'tree tile 1/0[0]'] },
  { title: 'the last bit of a leaf', damage: (tables) => flip(tables, 0, 1, 127), issues: ['leaf 259'] },
  { title: 'a node', damage: (tables) => flip(tables, 1, 0, 0), issues: ['tree tile 1/0[0]'] },
  {
    title: 'a tile less',
    damage: ({ tiles }) => tiles.delete(tileKey(0, 1)),
    issues: [0, 1, 2, 3].map((at) => `tree tile 0/1[${at}]`),
  },
  { title: 'a node less', damage: ({ tiles }) => tiles.delete(tileKey(1, 0)), issues: ['tree tile 1/0[0]'] },
  {
    title: 'a truncated tile',
    damage: (tables) => cut(tables, 0, 1, 64),
    issues: ['tree tile 0/1[2]', 'tree tile 0/1[3]', 'tree tile 0/1'],
  },
  {
    title: 'a truncated hash',
    damage: (tables) => cut(tables, 0, 1, 127),
    issues: ['tree tile 0/1[3]', 'tree tile 0/1'],
  },
  {
    title: 'an empty tile where there is none',
    damage: ({ tiles }) => tiles.set(tileKey(0, 2), new Uint8Array(1)),
    issues: ['tree tile 0/2'],
  },
  {
    title: 'a level too many',
    damage: ({ tiles }) => tiles.set(tileKey(2, 0), new Uint8Array(32)),
    issues: ['tree tile 2/0'],
  },
]

const ofEvidence: readonly Damage[] = [
  { title: 'that is no token', damage: withEvidence({ refused: 'x' }), issues: ['evidence 0'] },
  { title: 'against another task', damage: withEvidence({ sequence: 1 }), issues: ['evidence 1'] },
  { title: 'against an entry that is not there', damage: withEvidence({ sequence: 260 }), issues: ['evidence 260'] },
  {
    title: 'that says the same',
    damage: (tables) => withEvidence({ refused: String(rowAt(tables, 0).token) })(tables),
    issues: ['evidence 0'],
  },
  {
    title: 'by another issuer',
    damage: withEvidence({ refused: signedToken({ tid: uuid(1) }, bob) }),
    issues: ['evidence 0'],
  },
]

function withEvidence(change: object): (tables: Tables) => void {
  return (tables) => {
    tables.evidence = tables.evidence.map((piece) => ({ ...piece, ...change }))
  }
}

describe('checking a whole ledger', () => {
  it('[LEDGER-TAMPER] a sound one has no issue', async () => {
    const tables = soundTables()
    expect(await issuesIn(tables)).toEqual([])
    for (const size of [0, 1, 255, 256, 257, entries]) {
      expect(await issuesIn(tables, { knownHead: await checkpointOf(tables, size) })).toEqual([])
    }
  })

  it('[LEDGER-TAMPER] nor has one that is empty, or that signs nothing', async () => {
    const founding = { ids: 'uuid', maxLatenessSeconds: 0 } as const
    expect(await issuesIn(new Tables({ ...founding, logKey: null }))).toEqual([])
    const empty = new Tables({ ...founding, logKey })
    expect(await issuesIn(empty, { knownHead: await checkpointOf(empty, 0) })).toEqual([])
  })

  it.each(ofEntries)('[LEDGER-TAMPER] it finds $title', async ({ damage, issues }) => {
    const tables = soundTables()
    damage(tables)
    expect(await issuesIn(tables)).toEqual(issues)
  })

  it.each(ofSequence)('[LEDGER-TAMPER] it finds that $title was taken out', async ({ damage, issues }) => {
    const tables = soundTables()
    damage(tables)
    expect(await issuesIn(tables)).toEqual(issues)
  })

  it.each(ofTree)('[LEDGER-TAMPER] it finds in the tree $title', async ({ damage, issues }) => {
    const tables = soundTables()
    damage(tables)
    expect(await issuesIn(tables)).toEqual(issues)
  })

  it.each(ofEvidence)('[LEDGER-EQUIVOCATION-EVIDENCE] it finds evidence $title', async ({ damage, issues }) => {
    const tables = soundTables()
    damage(tables)
    expect(await issuesIn(tables)).toEqual(issues)
  })

  it('[LEDGER-TAMPER] it finds what was put in at the end, far behind it, and before the first entry', async () => {
    const putIn = async (sequence: unknown): Promise<string[]> => {
      const tables = soundTables()
      const row = { ...rowAt(tables, 12), task_id: uuid(7000), sequence }
      tables.entries.splice(sequence === -5 ? 0 : entries, 0, row)
      return issuesIn(tables)
    }
    expect(await putIn(260)).toEqual(['index 260 task_id', 'tree tile 0/1[4]', 'tree tile 0/1'])
    expect(await putIn(100_000)).toEqual([
      'missing 260 260 to 99999',
      'index 100000 task_id',
      'leaf 100000',
      'tree tile 1/0',
      'tree tile 0/1',
    ])
    expect(await putIn(-5)).toEqual(['token -5'])
    expect(await putIn('261')).toEqual(['token'])
  })

  it('[LEDGER-TAMPER] a head beyond what can be read is not believed', async () => {
    const tables = soundTables()
    tables.entries.push({ ...rowAt(tables, 12), task_id: uuid(7000), sequence: 1000 })
    const knownHead = await signCheckpoint({ size: 300, root: emptyRoot() }, signer)
    expect(await issuesIn(tables, { knownHead })).toContain('checkpoint root')
  })

  it('[LEDGER-TAMPER] an entry of which neither token nor leaf can be read is a finding', async () => {
    const tables = soundTables()
    Object.assign(rowAt(tables, 259), { token: null })
    cut(tables, 0, 1, 96)
    expect(await issuesIn(tables)).toEqual(['token 259', 'leaf 259', 'tree tile 0/1', 'checkpoint root'])
  })

  it('it reads each tile once', async () => {
    const read: string[] = []
    class Counting extends FoundTables {
      override tile(level: number, index: number): Uint8Array | undefined {
        read.push(`${level}/${index}`)
        return super.tile(level, index)
      }
    }
    expect(await issuesIn(new Counting(soundTables()))).toEqual([])
    expect(read.sort()).toEqual(['0/0', '0/1', '1/0'])
  })

  it('[LEDGER-TAMPER] an entry is not its own parent, nor is a later one', async () => {
    const tables = soundTables()
    const own = { tid: uuid(7001), par: [uuid(7001)], wid: uuid(9000) }
    const later = { tid: uuid(7002), par: [uuid(7003)], wid: uuid(9000) }
    const tokens = [token(own), token(later), token({ tid: uuid(7003), wid: uuid(9000) })]
    for (const [at, { task, compact }] of tokens.entries()) {
      const indexes = { task_id: task.taskId, workflow_id: uuid(9000), token_id: task.tokenId, agent: task.agent }
      const parents = ['[260]', '[262]', null][at]
      tables.entries.push({ sequence: 260 + at, token: compact, verified_at: 1, stored_at: 1, parents, ...indexes })
    }
    const issues = await issuesIn(tables)
    expect(issues.filter((issue) => issue.startsWith('parents'))).toEqual(['parents 260 par[0]', 'parents 261 par[0]'])
  })

  it('[REVISION-TASK-ID] a tid and a jti of one text are two tasks, and two jtis of one text are one', async () => {
    const { ledger, tables } = openOnTables({ signer, clock: () => storedAt })
    const twins = [undefined, uuid(9000)].flatMap((wid, at) => [
      token({ tid: uuid(at), wid }),
      laterToken('ect-00', { jti: uuid(at), wid }, bob),
    ])
    await ledger.appendMany(twins, createAdmission({ mixedRevisions: true }))
    await ledger.close()
    expect(tables.entries).toHaveLength(4)
    expect(await issuesIn(tables)).toEqual([])
    const { compact, task } = laterToken('ect-01', { jti: uuid(1), wid: uuid(9000) })
    const row = { task_id: task.taskId, workflow_id: uuid(9000), token_id: task.tokenId, agent: task.agent }
    tables.entries.push({ sequence: 4, token: compact, verified_at: 1, stored_at: 1, parents: null, ...row })
    expect(await issuesIn(tables)).toContain('task 4')
  })

  it('it tells how far it is', async () => {
    const progress: number[] = []
    await issuesIn(soundTables(), { onProgress: (done) => progress.push(done) })
    expect(progress).toEqual([100, 200, 260])
  })
})

describe('checking what a log has signed', () => {
  it('[CHECKPOINT-NOTE] it finds a kept checkpoint that is none, or of another log, or of another size', async () => {
    const withCheckpoint = (note: string, size: number): Promise<string[]> => {
      const tables = soundTables()
      tables.checkpoint = { note, size }
      return issuesIn(tables)
    }
    const { note = '' } = soundTables().checkpoint ?? {}
    expect(await withCheckpoint('x', 260)).toEqual(['checkpoint signature'])
    expect(await withCheckpoint(note, 259)).toEqual(['checkpoint size'])
    const head = { size: 260, root: new Uint8Array(32) }
    const strange = await signCheckpoint(head, noteSigner(stranger.signerKey))
    expect(await withCheckpoint(strange, 260)).toEqual(['checkpoint signature'])
    expect(await withCheckpoint(await signCheckpoint(head, signer), 260)).toEqual(['checkpoint root'])
  })

  it('[CHECKPOINT-NOTE] a log without a key has no checkpoint', async () => {
    const { checkpoint } = soundTables()
    const tables = new Tables({ ids: 'uuid', maxLatenessSeconds: 0, logKey: null })
    tables.checkpoint = checkpoint
    expect(await issuesIn(tables)).toEqual(['checkpoint signature'])
  })

  it('[LEDGER-TAMPER] against a head that was kept elsewhere, it finds a log that was put back or rewritten', async () => {
    const tables = soundTables()
    const knownHead = await signCheckpoint({ size: 261, root: new Uint8Array(32) }, signer)
    expect(await issuesIn(tables, { knownHead })).toEqual(['rolled-back 260 260 of 261'])
    const rewritten = await signCheckpoint({ size: 100, root: new Uint8Array(32) }, signer)
    expect(await issuesIn(tables, { knownHead: rewritten })).toEqual(['checkpoint root'])
    expect(await issuesIn(tables, { knownHead: 'x' })).toEqual(['checkpoint signature'])
    tables.checkpoint = undefined
    expect(await issuesIn(tables, { knownHead })).toEqual(['rolled-back 260 260 of 261'])
  })
})

describe('a database that cannot be read', () => {
  it('[LEDGER-TAMPER] what it says of its own structure is a finding', async () => {
    expect(await issuesIn(new FoundTables(soundTables(), ['index', 'page 7']))).toEqual(['file index', 'file page 7'])
  })

  it('[LEDGER-TAMPER] a part that is damaged is one finding, and the other parts are checked', async () => {
    class Unreadable extends FoundTables {
      override *pages(): Generator<CheckedPage> {
        yield* super.pages()
        throw damaged('page')
      }
    }
    const tables = soundTables()
    withEvidence({ refused: 'x' })(tables)
    expect(await issuesIn(new Unreadable(tables, ['index']))).toEqual(['file index', 'file page', 'evidence 0'])
  })

  it('any other failure ends the check', async () => {
    class Failing extends FoundTables {
      override structure(): readonly string[] {
        throw new RangeError('no database')
      }
    }
    await expect(issuesIn(new Failing(soundTables()))).rejects.toThrow(RangeError)
  })
})
