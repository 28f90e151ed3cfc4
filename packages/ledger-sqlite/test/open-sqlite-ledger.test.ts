import { admit } from '@wimse-ect/dag'
import { checkConsistency, checkReceipt, parseCheckpoint } from '@wimse-ect/ledger'
import { describe, expect, it } from 'vitest'
import { collect } from '../../ledger/contract/collect.ts'
import { codeOf } from '../../ledger/contract/refusal.ts'
import { malleableTwin, token, uuid } from '../../ledger/contract/tokens.ts'
import { createSqliteLedger, openSqliteLedger, openSqliteLedgerReader } from '../src/index.ts'
import { logKey, onFile, otherSigner, signer } from './on-file.ts'

describe('opening again', () => {
  it('[LEDGER-CRASH] everything is as it was: entries, evidence, proofs and what was fixed', () =>
    onFile(async ({ file }) => {
      const ledger = await createSqliteLedger(file, { signer, maxLatenessSeconds: 60, checkpointDelayMs: 0 })
      const tokens = [token({ tid: uuid(1), wid: uuid(9) }), token({ tid: uuid(2), wid: uuid(9), par: [uuid(1)] })]
      await ledger.appendMany([...tokens, token({ tid: uuid(1), wid: uuid(9) })], admit)
      const before = [await collect(ledger.entries()), await collect(ledger.equivocations())]
      const checkpoint = await ledger.checkpoint()
      await ledger.close()

      const again = await openSqliteLedger(file, { signer })
      expect([await collect(again.entries()), await collect(again.equivocations())]).toEqual(before)
      expect(again).toMatchObject({ ids: 'uuid', maxLatenessSeconds: 60, logKey })
      expect(await again.checkpoint()).toBe(checkpoint)
      const [first] = tokens
      expect(first && (await again.append(malleableTwin(first), admit)).sequence).toBe(0)
      expect((await again.append(token({ wid: uuid(9), par: [uuid(2)] }), admit)).sequence).toBe(2)
      const [earlier, later] = [parseCheckpoint(checkpoint), parseCheckpoint(await again.checkpoint())]
      checkConsistency(await again.consistencyProof(2, 3), earlier, later)
      await again.close()
    }))

  it('[PROOF-MERKLE] a log that is closed and opened after every few entries has the root of one that never was', () =>
    onFile(async ({ file, path }) => {
      const tokens = Array.from({ length: 300 }, () => token())
      const whole = await createSqliteLedger(path('whole.db'), { signer })
      await whole.appendMany(tokens, admit)
      await (await createSqliteLedger(file, { signer })).close()
      for (let from = 0; from < tokens.length; from += 43) {
        const ledger = await openSqliteLedger(file, { signer })
        await ledger.appendMany(tokens.slice(from, from + 43), admit)
        await ledger.close()
      }
      const ledger = await openSqliteLedger(file, { signer })
      expect(await ledger.checkpoint()).toBe(await whole.checkpoint())
      await Promise.all([ledger.close(), whole.close()])
    }))

  it('[CLAIM-IDS-LEDGER] the kind of ids stays, whoever opens it', () =>
    onFile(async ({ file }) => {
      await (await createSqliteLedger(file, { ids: 'opaque' })).close()
      const ledger = await openSqliteLedger(file)
      expect(ledger.ids).toBe('opaque')
      expect(await codeOf(ledger.append(token(), admit))).toBe('ECT_LEDGER_IDS')
      await ledger.close()
    }))

  it('[CHECKPOINT-KEY-NAME] only with the key that it was created with', () =>
    onFile(async ({ file }) => {
      await (await createSqliteLedger(file, { signer })).close()
      expect(await codeOf(openSqliteLedger(file))).toBe('ECT_CHECKPOINT_KEY')
      expect(await codeOf(openSqliteLedger(file, { signer: otherSigner }))).toBe('ECT_CHECKPOINT_KEY')
      expect(await codeOf(openSqliteLedger(file, { signer }).then((ledger) => ledger.close()))).toBe('accepted')
    }))

  it('a ledger without a key proves, and signs nothing', () =>
    onFile(async ({ file }) => {
      const ledger = await createSqliteLedger(file)
      await ledger.append(token(), admit)
      await expect(ledger.checkpoint()).rejects.toThrow(TypeError)
      expect(await ledger.inclusionProof(0, 1)).toEqual([])
      await ledger.close()
    }))
})

describe('files that are not opened', () => {
  it('a new ledger does not take the place of one that is there, or of another database', () =>
    onFile(async ({ file, sql }) => {
      await (await createSqliteLedger(file, { signer })).close()
      expect(await codeOf(createSqliteLedger(file, { signer }))).toBe('ECT_LEDGER_EXISTS')
      sql('PRAGMA application_id = 7')
      expect(await codeOf(createSqliteLedger(file, { signer }))).toBe('ECT_LEDGER_FORMAT')
      expect(await codeOf(openSqliteLedger(file, { signer }))).toBe('ECT_LEDGER_FORMAT')
      expect(await codeOf(openSqliteLedgerReader(file))).toBe('ECT_LEDGER_FORMAT')
    }))

  it('what is missing, and what is no database', () =>
    onFile(async ({ file, write }) => {
      expect(await codeOf(openSqliteLedger(file))).toBe('ECT_LEDGER_UNAVAILABLE')
      expect(await codeOf(openSqliteLedgerReader(file))).toBe('ECT_LEDGER_UNAVAILABLE')
      write('hardly a database'.repeat(100))
      expect(await codeOf(openSqliteLedger(file))).toBe('ECT_LEDGER_FORMAT')
      expect(await codeOf(createSqliteLedger(file))).toBe('ECT_LEDGER_FORMAT')
      expect(await codeOf(openSqliteLedgerReader(file))).toBe('ECT_LEDGER_FORMAT')
    }))

  it('a file that a later version wrote is left alone', () =>
    onFile(async ({ file, sql }) => {
      await (await createSqliteLedger(file)).close()
      sql('PRAGMA user_version = 1000')
      expect(await codeOf(openSqliteLedger(file))).toBe('ECT_LEDGER_FORMAT')
      expect(await codeOf(openSqliteLedgerReader(file))).toBe('ECT_LEDGER_FORMAT')
    }))

  it.each<object>([
    { ids: 'ulid' },
    { maxLatenessSeconds: -1 },
    { lockTimeoutMs: 0.5 },
    { checkpointDelayMs: 2 ** 31 },
    { cacheBytes: Number.NaN },
    { headFile: 'head' },
  ])('options out of range are the mistake of the caller: %o', (options) =>
    onFile(async ({ file }) => {
      await expect(createSqliteLedger(file, Object.assign({}, options))).rejects.toThrow(TypeError)
    }),
  )
})

describe('several handles', () => {
  it('[LEDGER-ATOMIC] a second writer is refused, or waits until the first has closed', () =>
    onFile(async ({ file }) => {
      const first = await createSqliteLedger(file, { signer })
      expect(await codeOf(openSqliteLedger(file, { signer }))).toBe('ECT_LEDGER_LOCKED')
      const waiting = openSqliteLedger(file, { signer, lockTimeoutMs: 30_000 })
      await first.append(token(), admit)
      await first.close()
      const second = await waiting
      expect((await second.append(token(), admit)).sequence).toBe(1)
      await second.close()
    }))

  it('[LEDGER-DURABLE-ACK] a reader sees what was acknowledged, and writes nothing', () =>
    onFile(async ({ file }) => {
      const ledger = await createSqliteLedger(file, { signer })
      const reader = await openSqliteLedgerReader(file)
      const entry = await ledger.append(token({ tid: uuid(1) }), admit)
      expect(await reader.getByTaskId(uuid(1))).toEqual([entry])
      const note = await ledger.checkpoint()
      await ledger.close()
      expect(await reader.checkpoint()).toBe(note)
      expect(checkReceipt(await reader.receipt(0), { logKey }).token).toBe(entry.compact)
      expect(reader).not.toHaveProperty('append')
      await reader.close()
    }))

  it('a ledger that was closed takes nothing more', () =>
    onFile(async ({ file }) => {
      const ledger = await createSqliteLedger(file, { signer })
      await ledger.close()
      await ledger.close()
      await expect(ledger.append(token(), admit)).rejects.toThrow(TypeError)
    }))

  it('[LEDGER-DURABLE-ACK] what is under way when a ledger is closed is finished', () =>
    onFile(async ({ file }) => {
      const ledger = await createSqliteLedger(file, { signer })
      const appended = ledger.append(token(), admit)
      await ledger.close()
      expect((await appended).sequence).toBe(0)
      const reader = await openSqliteLedgerReader(file)
      expect(await reader.size()).toBe(1)
      await reader.close()
    }))
})
