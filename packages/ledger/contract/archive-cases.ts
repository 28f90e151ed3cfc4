import type { VerifiedEct } from '@wimse-ect/claims'
import { admit, createAdmission } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import type { ImportOptions } from '../src/archive/import-ledger.ts'
import { checkCheckpoint } from '../src/checkpoint/check-checkpoint.ts'
import type { NoteSigner } from '../src/checkpoint/note-signer.ts'
import type { LedgerReader } from '../src/durable/stored-ledger-reader.ts'
import type { Ledger } from '../src/ledger.ts'
import { MemoryLedger } from '../src/memory-ledger.ts'
import { checkConsistency } from '../src/merkle/consistency-proof.ts'
import { checkReceipt } from '../src/receipt.ts'
import { changes, clock, logKey, onEntry, onLine, signer, smallLines, stranger } from './archive-changes.ts'
import { archiveOf, linesOf, packed, streamOf, textOf } from './archive-files.ts'
import { collect } from './collect.ts'
import { codeOf, refusalOf } from './refusal.ts'
import { aliceRekeyed, bob, issuedAt, laterToken, signedToken, token, uuid, verified } from './tokens.ts'

/** Where a test restores one ledger. */
export interface RestorePlace {
  restore(archive: AsyncIterable<Uint8Array>, options: ImportOptions): Promise<unknown>
  /** Opens what was restored, for writing. */
  open(): Promise<Ledger>
  /** True when nothing is there that could be opened. */
  isEmpty(): Promise<boolean>
  /** Closes everything and removes it. */
  close(): Promise<void>
}

/** @param signer with which the ledger is opened */
export type OpenPlace = (signer: NoteSigner | undefined) => Promise<RestorePlace>

const crossing = createAdmission({ crossWorkflowParents: true })

/** A ledger with everything that an archive has to keep: 11 entries and 3 pieces of evidence. */
async function variedLedger(): Promise<MemoryLedger> {
  const ledger = new MemoryLedger({ signer, clock, maxLatenessSeconds: 86_400 })
  const tokens: VerifiedEct[] = [
    token({ tid: uuid(1), wid: uuid(8) }),
    token({ tid: uuid(2), wid: uuid(8), par: [uuid(1)] }, bob),
    token({ tid: uuid(1), wid: uuid(9) }, aliceRekeyed),
    token({ tid: uuid(2).toUpperCase(), wid: uuid(9).toUpperCase(), par: [uuid(1).toUpperCase()] }),
    token({ tid: uuid(3) }, bob),
    token({ tid: uuid(4), wid: uuid(9), par: [uuid(3), uuid(2), uuid(1)], pol_decision: 'rejected' }),
    token({ tid: uuid(5), wid: uuid(9), par: [uuid(4)], exec_act: 'rollback_step', iat: issuedAt + 30 }, bob),
    token({ zz_unknown: 'žluťoučký \u{1f40e} "\\\n', ext: { 'com.example.z': [1.5, null] } }),
    token({ padding: 'x'.repeat(48_500) }),
    verified(signedToken({ tid: uuid(6) }), { at: issuedAt + 3000 }),
  ]
  await ledger.appendMany(tokens, admit)
  await ledger.append(token({ tid: uuid(7), wid: uuid(7), par: [uuid(4)], exec_act: 'human_review' }), crossing)
  const rivals = [
    token({ tid: uuid(2), wid: uuid(8) }, bob),
    token({ tid: uuid(3), wid: uuid(5) }, bob),
    token({ tid: uuid(1) }),
  ]
  for (const rival of rivals) await codeOf(ledger.append(rival, admit))
  return ledger
}

/** What somebody can learn from a ledger. */
async function answersOf(ledger: LedgerReader): Promise<unknown> {
  const entries = await collect(ledger.entries())
  return {
    size: await ledger.size(),
    settings: [ledger.ids, ledger.maxLatenessSeconds],
    entries,
    equivocations: await collect(ledger.equivocations()),
    lookUps: await Promise.all(
      entries.map(async ({ sequence, taskId, workflowId, agent, compact }) => [
        await ledger.getBySequence(sequence),
        await ledger.getByTaskId(taskId),
        await ledger.getByTaskId(taskId, workflowId),
        await ledger.findEntry(compact.slice(0, compact.lastIndexOf('.'))),
        await collect(ledger.entriesOfAgent(agent)),
        workflowId === undefined ? [] : await collect(ledger.entriesOfWorkflow(workflowId)),
        await ledger.inclusionProof(sequence, entries.length),
        await ledger.consistencyProof(sequence, entries.length),
      ]),
    ),
  }
}

/**
 * Registers the tests of what an archive owes to every ledger that is restored from one, to be called at the top of a
 * test file.
 *
 * @param ledgerName for the titles
 * @param openPlace makes a place at which no ledger is
 */
export function describeArchives(ledgerName: string, openPlace: OpenPlace): void {
  const onPlace = async (run: (place: RestorePlace) => Promise<void>, isSigned = true): Promise<void> => {
    const place = await openPlace(isSigned ? signer : undefined)
    try {
      await run(place)
    } finally {
      await place.close()
    }
  }

  describe(`${ledgerName} from an archive`, () => {
    it('[LEDGER-TAMPER] it gives every answer, checkpoint and receipt of the ledger that was exported', () =>
      onPlace(async (place) => {
        const original = await variedLedger()
        await place.restore(streamOf(await archiveOf(original)), { logKey })
        const restored = await place.open()
        expect(await answersOf(restored)).toEqual(await answersOf(original))
        expect(await collect(restored.equivocations())).toHaveLength(3)
        expect(await restored.checkpoint()).toBe(await original.checkpoint())
        expect(await restored.receipt(5)).toBe(await original.receipt(5))
      }))

    it('its own archive has the same lines', () =>
      onPlace(async (place) => {
        const archive = await archiveOf(await variedLedger())
        await place.restore(streamOf(archive), { logKey })
        expect(textOf(await archiveOf(await place.open()))).toBe(textOf(archive))
      }))

    it('[PROOF-CONSISTENCY] it goes on where the exported one ended', () =>
      onPlace(async (place) => {
        const original = await variedLedger()
        const before = checkCheckpoint(await original.checkpoint(), { logKey })
        await place.restore(streamOf(await archiveOf(original)), { logKey })
        const restored = await place.open()
        const entries = await collect(original.entries())
        const retried = await restored.append(verified(entries[1]?.compact ?? ''), admit)
        expect(retried).toEqual(entries[1])
        expect(await codeOf(restored.append(token({ tid: uuid(2), wid: uuid(8) }, bob), admit))).toBe(
          'ECT_LEDGER_EQUIVOCATION',
        )
        expect(await collect(restored.equivocations())).toHaveLength(3)
        const child = await restored.append(token({ wid: uuid(8), par: [uuid(2)] }), admit)
        expect(child).toMatchObject({ sequence: 11, parents: [{ sequence: 1 }] })
        const { checkpoint: after } = checkReceipt(await restored.receipt(11), { logKey })
        checkConsistency(await restored.consistencyProof(before.size, after.size), before, after)
        expect(after.size).toBe(12)
      }))

    it('[CLAIM-IDS-LEDGER] it has the kind of ids of the exported one', () =>
      onPlace(async (place) => {
        const original = new MemoryLedger({ signer, clock, ids: 'opaque' })
        const opaque = (claims: Record<string, unknown>): VerifiedEct =>
          verified(signedToken(claims), { ids: 'opaque' })
        await original.append(opaque({ tid: 'task-001', wid: 'W' }), admit)
        await original.append(opaque({ tid: 'Task-001', wid: 'W', par: ['task-001'] }), admit)
        await codeOf(original.append(opaque({ tid: 'task-001', wid: 'W' }), admit))
        await place.restore(streamOf(await archiveOf(original)), { logKey })
        expect(await answersOf(await place.open())).toEqual(await answersOf(original))
      }))

    it.each([undefined, uuid(9)])(
      '[REVISION-TASK-ID] a tid and a jti of one text stay two tasks, each the parent of its own kind (workflow %s)',
      (wid) =>
        onPlace(async (place) => {
          const original = new MemoryLedger({ signer, clock })
          const tokens = [
            token({ tid: uuid(1), wid }),
            laterToken('ect-01', { jti: uuid(1), wid }, bob),
            laterToken('ect-01', { wid, pred: [uuid(1)] }),
            token({ wid, par: [uuid(1)] }),
          ]
          const results = await original.appendMany(tokens, createAdmission({ mixedRevisions: true }))
          expect(results.map(({ ok }) => ok)).toEqual([true, true, true, true])
          await place.restore(streamOf(await archiveOf(original)), { logKey })
          expect(await answersOf(await place.open())).toEqual(await answersOf(original))
        }),
    )

    it('an empty one is restored too', () =>
      onPlace(async (place) => {
        await place.restore(streamOf(await archiveOf(new MemoryLedger({ signer }))), { logKey })
        const restored = await place.open()
        expect(await restored.size()).toBe(0)
        expect((await restored.append(token(), admit)).sequence).toBe(0)
      }))

    it('[LEDGER-ORDER] many entries come in many batches, children long after their parents', () =>
      onPlace(async (place) => {
        const original = new MemoryLedger({ signer, clock })
        // Every task id in fifteen workflows, every parent 750 entries before its child.
        const tid = (at: number): string => uuid(1 + Math.floor(at / 15))
        const tokens = Array.from({ length: 1500 }, (_, at) =>
          token({ tid: tid(at), wid: uuid(5000 + (at % 15)), par: at < 750 ? [] : [tid(at - 750)] }),
        )
        await original.appendMany(tokens, admit)
        expect(await original.size()).toBe(1500)
        const progress: number[] = []
        const onProgress = (entries: number): number => progress.push(entries)
        await place.restore(streamOf(await archiveOf(original)), { logKey, onProgress })
        const restored = await place.open()
        expect(await collect(restored.entries())).toEqual(await collect(original.entries()))
        expect(await restored.checkpoint()).toBe(await original.checkpoint())
        expect(progress.at(-1)).toBe(1500)
        expect(progress.length).toBeGreaterThan(2)
        expect(progress).toEqual([...progress].sort((one, other) => one - other))
      }))

    it.each(changes)('[LEDGER-TAMPER] an archive with $title is refused, and nothing is left', ({ change, code }) =>
      onPlace(async (place) => {
        const archive = packed(await change(await smallLines()))
        expect(await codeOf(place.restore(streamOf(archive), { logKey }))).toBe(code)
        expect(await place.isEmpty()).toBe(true)
      }),
    )

    it.each([
      { title: 'a task twice', claims: { tid: uuid(1), wid: uuid(8) } },
      { title: 'a task twice, once without workflow', claims: { tid: uuid(1) } },
      { title: 'a jti twice', claims: { jti: uuid(3) } },
    ])(
      '[LEDGER-TASK-SCOPE] [LEDGER-JTI-UNIQUE] an archive of a log that recorded $title is refused, however far apart',
      ({ claims }) =>
        onPlace(async (place) => {
          const twice = [
            token({ tid: uuid(1), wid: uuid(8), jti: uuid(3) }),
            ...Array.from({ length: 600 }, () => token()),
            token(claims),
          ]
          // One log for each, so that no ledger sees what is wrong.
          const logs = [new MemoryLedger({ signer, clock }), new MemoryLedger({ signer, clock })] as const
          await logs[0].appendMany(twice.slice(0, -1), admit)
          await logs[1].appendMany(twice.slice(-1), admit)
          const [most, last] = [linesOf(await archiveOf(logs[0])), linesOf(await archiveOf(logs[1]))]
          const entries = [...most.slice(1, -1), { ...last[1], sequence: 601 }]
          const archive = packed([{ ...most[0], entries: 602 }, ...entries, { ...most.at(-1), entries: 602 }])
          expect(await refusalOf(place.restore(streamOf(archive), { logKey }))).toMatchObject({
            code: 'ECT_LEDGER_DAMAGED',
            path: 'entry 601',
          })
          expect(await place.isEmpty()).toBe(true)
        }),
    )

    it('when an entry was verified and stored, and whether evidence is left out, nobody but the file says', () =>
      onPlace(async (place) => {
        const lines = await smallLines()
        const changed = lines.map((line, at) => (at === onEntry(4) ? { ...line, verifiedAt: 1, storedAt: 2 } : line))
        const archive = packed([...changed.slice(0, onLine.evidence), { ...lines[onLine.end], equivocations: 0 }])
        await place.restore(streamOf(archive), { logKey })
        const restored = await place.open()
        expect(await restored.getBySequence(4)).toMatchObject({ verifiedAt: 1, storedAt: 2 })
        expect(await collect(restored.equivocations())).toEqual([])
      }))

    it('[CLAIM-IDS-LEDGER] [MODE-LATENESS] what the ledger was created with only the file says, unless the caller does', () =>
      onPlace(async (place) => {
        const lines = await smallLines()
        const archive = packed([{ ...lines[onLine.first], ids: 'opaque', maxLatenessSeconds: 9 }, ...lines.slice(1)])
        expect(await codeOf(place.restore(streamOf(archive), { logKey, ids: 'uuid' }))).toBe('ECT_LEDGER_IDS')
        const inTime = { logKey, maxLatenessSeconds: 0 }
        expect(await codeOf(place.restore(streamOf(archive), inTime))).toBe('ECT_LEDGER_FORMAT')
        expect(await place.isEmpty()).toBe(true)
        await place.restore(streamOf(archive), { logKey, ids: 'opaque', maxLatenessSeconds: 9 })
        expect(await place.open()).toMatchObject({ ids: 'opaque', maxLatenessSeconds: 9 })
      }))

    it('[CHECKPOINT-NOTE] the key that counts is the one that the caller names', () =>
      onPlace(async (place) => {
        const archive = packed(await smallLines())
        const wrong: ImportOptions = { logKey: stranger.verifierKey }
        expect(await codeOf(place.restore(streamOf(archive), wrong))).toBe('ECT_CHECKPOINT_KEY')
        expect(await codeOf(place.restore(streamOf(archive), { dangerouslyUnsigned: true }))).toBe('ECT_CHECKPOINT_KEY')
        await expect(place.restore(streamOf(archive), {} as ImportOptions)).rejects.toThrow(TypeError)
        expect(await place.isEmpty()).toBe(true)
      }))

    it('an archive that was refused is no hindrance to the next', () =>
      onPlace(async (place) => {
        const archive = packed(await smallLines())
        const lines = await smallLines()
        expect(await codeOf(place.restore(streamOf(packed(lines.slice(0, -1))), { logKey }))).toBe('ECT_LEDGER_FORMAT')
        await place.restore(streamOf(archive), { logKey })
        expect(await (await place.open()).size()).toBe(5)
      }))

    it('a log without a key is restored only when that is said', () =>
      onPlace(async (place) => {
        const original = new MemoryLedger({ clock })
        await original.appendMany([token(), token()], admit)
        const archive = await archiveOf(original)
        expect(await codeOf(place.restore(streamOf(archive), { logKey }))).toBe('ECT_CHECKPOINT_KEY')
        expect(await place.isEmpty()).toBe(true)
        await place.restore(streamOf(archive), { dangerouslyUnsigned: true })
        const restored = await place.open()
        expect(await answersOf(restored)).toEqual(await answersOf(original))
        expect(restored.logKey).toBeUndefined()
      }, false))

    it('a source that breaks off leaves nothing', () =>
      onPlace(async (place) => {
        const archive = packed(await smallLines())
        async function* broken(): AsyncGenerator<Uint8Array> {
          yield archive.subarray(0, 500)
          throw new Error('the connection was lost')
        }
        expect(await codeOf(place.restore(broken(), { logKey }))).toBe('ECT_LEDGER_UNAVAILABLE')
        expect(await place.isEmpty()).toBe(true)
      }))
  })
}
