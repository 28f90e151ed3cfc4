import { decodeEct } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import { clock, logKey, signer } from '../../contract/archive-changes.ts'
import { codeOf, refusalOf } from '../../contract/refusal.ts'
import { signedToken, token, uuid, verified } from '../../contract/tokens.ts'
import { checkCheckpoint } from '../../src/checkpoint/check-checkpoint.ts'
import { foundingOf } from '../../src/durable/founding.ts'
import { GroupCommit } from '../../src/durable/group-commit.ts'
import { StoredLedger } from '../../src/durable/stored-ledger.ts'
import { StoredLedgerReader } from '../../src/durable/stored-ledger-reader.ts'
import { checkReceipt } from '../../src/receipt.ts'
import { openOnTables } from './in-memory/open-on-tables.ts'
import { TableStore } from './in-memory/table-store.ts'
import { Tables } from './in-memory/tables.ts'

const minute = 60_000

describe('appending to a stored ledger', () => {
  it('[ENV-TYPED-AFTER-VERIFY] only a verified token can be appended, and the calls of others go on', async () => {
    const { ledger } = openOnTables({ clock })
    const decoded = decodeEct(signedToken())
    const other = ledger.append(token(), admit)
    // @ts-expect-error a decoded token is not a verified one
    await expect(ledger.append(decoded, admit)).rejects.toThrow(TypeError)
    // @ts-expect-error nor is one among verified ones
    await expect(ledger.appendMany([token(), decoded], admit)).rejects.toThrow(TypeError)
    expect((await other).sequence).toBe(0)
    expect(await ledger.size()).toBe(1)
  })

  it('[LEDGER-APPEND-RESULT] append throws the very refusal that appendMany answers', async () => {
    const { ledger } = openOnTables({ clock })
    expect(await codeOf(ledger.append(token({ par: [uuid(1)] }), admit))).toBe('ECT_DAG_PARENT_MISSING')
    expect(await ledger.appendMany([], admit)).toEqual([])
  })

  it('[LEDGER-ATOMIC] the mistake of an admission is told to its caller alone', async () => {
    const { ledger } = openOnTables({ clock })
    const breaking = (): never => {
      throw new RangeError('a mistake')
    }
    const answers = await Promise.allSettled([ledger.append(token(), breaking), ledger.append(token(), admit)])
    expect(answers).toMatchObject([
      { status: 'rejected', reason: expect.any(RangeError) },
      { status: 'fulfilled', value: { sequence: 0 } },
    ])
  })
})

describe('what reaches the database', () => {
  it('[ENV-TYPED-AFTER-VERIFY] is neither an empty call nor one with anything but verified tokens', async () => {
    let batches = 0
    const queue = new GroupCommit({
      commit: async (calls) => {
        batches += 1
        for (const { resolve } of calls) resolve([])
      },
    })
    const store = new TableStore(new Tables(foundingOf({})))
    const ledger = new StoredLedger({ store, queue, checkpointer: undefined, close: async () => undefined })
    const genuine = token()
    expect(await ledger.appendMany([], admit)).toEqual([])
    await expect(ledger.append({ ...genuine }, admit)).rejects.toThrow(TypeError)
    await expect(ledger.appendMany([genuine, { ...genuine }], admit)).rejects.toThrow(TypeError)
    expect(batches).toBe(0)
    await ledger.appendMany([genuine], admit)
    expect(batches).toBe(1)
  })
})

describe('closing a stored ledger', () => {
  it('finishes what is under way, and signs and keeps the last checkpoint', async () => {
    const { ledger, tables } = openOnTables({ clock, signer, delayMs: minute })
    const entry = ledger.append(token(), admit)
    await ledger.close()
    expect((await entry).sequence).toBe(0)
    expect(tables.checkpoint?.size).toBe(1)
    expect(checkCheckpoint(tables.checkpoint?.note ?? '', { logKey }).size).toBe(1)
  })

  it('takes nothing more', async () => {
    const { ledger } = openOnTables({ clock })
    await ledger.close()
    await expect(ledger.append(token(), admit)).rejects.toThrow(TypeError)
    await expect(ledger.appendMany([token()], admit)).rejects.toThrow(TypeError)
    expect(await ledger.size()).toBe(0)
  })

  it('gives back once what it holds, also when the signer fails', async () => {
    let closed = 0
    const onClose = (): void => {
      closed += 1
    }
    const failing = {
      key: signer.key,
      sign: () => {
        throw new RangeError('no key service')
      },
    }
    const { ledger } = openOnTables({ clock, signer: failing, delayMs: minute, onClose })
    await ledger.append(token(), admit)
    await Promise.all([ledger.close(), ledger.close()])
    await ledger.close()
    expect(closed).toBe(1)
  })
})

describe('reading a stored ledger', () => {
  it('[CHECKPOINT-NOTE] a ledger that signs answers with a checkpoint of what it holds', async () => {
    const { ledger } = openOnTables({ clock, signer, delayMs: minute })
    await ledger.append(token(), admit)
    expect(checkCheckpoint(await ledger.checkpoint(), { logKey }).size).toBe(1)
    expect(ledger.logKey).toBe(logKey)
  })

  it('a ledger without a key has no checkpoints', async () => {
    const { ledger, tables } = openOnTables({ clock })
    await ledger.append(token(), admit)
    expect(ledger.logKey).toBeUndefined()
    await expect(ledger.checkpoint()).rejects.toThrow(TypeError)
    await expect(ledger.receipt(0)).rejects.toThrow(TypeError)
    await expect(new StoredLedgerReader(new TableStore(tables)).checkpoint()).rejects.toThrow(TypeError)
  })

  it('[PROOF-RECEIPT] a reader has the checkpoint that was kept last, and receipts of what it covers', async () => {
    const { ledger, tables } = openOnTables({ clock, signer, delayMs: minute })
    const reader = new StoredLedgerReader(new TableStore(tables))
    const first = await ledger.append(token(), admit)
    const unavailable = { code: 'ECT_LEDGER_UNAVAILABLE', path: 'checkpoint' }
    expect(await refusalOf(reader.checkpoint())).toMatchObject(unavailable)
    const checkpoint = await ledger.checkpoint()
    await ledger.append(token(), admit)
    expect(await reader.checkpoint()).toBe(checkpoint)
    const { sequence, token: proven } = checkReceipt(await reader.receipt(0), { logKey })
    expect([sequence, proven]).toEqual([0, first.compact])
    expect(await refusalOf(reader.receipt(1))).toMatchObject(unavailable)
    expect(await codeOf(reader.receipt(2))).toBe('ECT_PROOF_RANGE')
    await ledger.close()
    expect(checkReceipt(await reader.receipt(1), { logKey }).sequence).toBe(1)
  })

  it('[CHECKPOINT-NOTE] so has a ledger that was opened without its signer', async () => {
    const { ledger, tables } = openOnTables({ clock, signer })
    await ledger.append(token(), admit)
    await ledger.close()
    expect(await openOnTables({ tables, clock }).ledger.checkpoint()).toBe(tables.checkpoint?.note)
  })

  it('[CLAIM-IDS-LEDGER] [MODE-LATENESS] a ledger says what it was founded on', () => {
    const tables = new Tables({ ids: 'opaque', maxLatenessSeconds: 7, logKey })
    expect(new StoredLedgerReader(new TableStore(tables))).toMatchObject({
      ids: 'opaque',
      maxLatenessSeconds: 7,
      logKey,
    })
  })

  it('[LEDGER-SIGNING-INPUT] an entry is found by all of its signing input, and by nothing else', async () => {
    const { ledger } = openOnTables({ clock })
    const recorded = token({ tid: uuid(1), jti: uuid(2) })
    const entry = await ledger.append(recorded, admit)
    const rival = token({ tid: uuid(1), jti: uuid(2), pol: 'other' })
    expect(await ledger.findEntry(recorded.signingInput)).toEqual(entry)
    expect(await ledger.findEntry(rival.signingInput)).toBeUndefined()
    expect(await ledger.findEntry(token().signingInput)).toBeUndefined()
    for (const text of ['', 'x', recorded.compact, recorded.signingInput.slice(0, -4), `${recorded.signingInput}.`]) {
      expect(await ledger.findEntry(text)).toBeUndefined()
    }
  })

  it('[LEDGER-SIGNING-INPUT] whatever the kind of ids', async () => {
    const { ledger } = openOnTables({ clock, ids: 'opaque' })
    const recorded = verified(signedToken({ jti: 'jti-1' }), { ids: 'opaque' })
    const entry = await ledger.append(recorded, admit)
    expect(await ledger.findEntry(recorded.signingInput)).toEqual(entry)
  })

  it('[LEDGER-LOOK-UP] what is no identifier names nothing', async () => {
    const { ledger } = openOnTables({ clock })
    const entry = await ledger.append(token({ tid: uuid(1), wid: uuid(8), jti: uuid(2) }), admit)
    expect(await ledger.getByTaskId(uuid(1).toUpperCase())).toEqual([entry])
    expect(await ledger.getByTaskId(uuid(1), uuid(8).toUpperCase())).toEqual([entry])
    for (const wid of ['x', '', uuid(9)]) expect(await ledger.getByTaskId(uuid(1), wid)).toEqual([])
    expect(await ledger.getByTaskId('x')).toEqual([])
    expect(await ledger.getByTokenId(entry.agent, 'x')).toBeUndefined()
    expect(await ledger.getByTokenId(entry.agent, uuid(2).toUpperCase())).toEqual(entry)
    for (const sequence of [1, -1, 0.5, Number.NaN]) expect(await ledger.getBySequence(sequence)).toBeUndefined()
  })
})
