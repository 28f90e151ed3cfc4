import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { VerifiedEct } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { exportLedger, MemoryLedger } from '@wimse-ect/ledger'
import { describe, expect, it } from 'vitest'
import { archiveOf, streamOf } from '../../../ledger/contract/archive-files.ts'
import { collect } from '../../../ledger/contract/collect.ts'
import { codeOf } from '../../../ledger/contract/refusal.ts'
import { signedToken, token, verified } from '../../../ledger/contract/tokens.ts'
import {
  createSqliteLedger,
  fsckSqliteLedger,
  openSqliteLedger,
  openSqliteLedgerReader,
  restoreSqliteLedger,
} from '../../src/index.ts'
import { logKey, onFile, signer } from '../on-file.ts'

/** The archive of a ledger with these tokens, or some. */
async function archiveWith(tokens: readonly VerifiedEct[] = [token(), token()]): Promise<Buffer> {
  const ledger = new MemoryLedger({ signer })
  await ledger.appendMany(tokens, admit)
  return archiveOf(ledger)
}

/** Something that one side waits for and the other says. */
function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = (): void => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give }
}

const canMount = process.platform === 'linux' && process.getuid?.() === 0

describe('restoring a ledger file', () => {
  it('from memory to a file and back, from file to file, the ledger is the same', () =>
    onFile(async ({ file, path }) => {
      const archive = await archiveWith()
      const imported = await restoreSqliteLedger(file, streamOf(archive), { logKey })
      expect(imported).toMatchObject({ entries: 2, equivocations: 0, ids: 'uuid', maxLatenessSeconds: 0, logKey })
      const reader = await openSqliteLedgerReader(file)
      expect(await reader.checkpoint()).toBe(imported.checkpoint)
      await restoreSqliteLedger(path('copy.db'), streamOf(await archiveOf(reader)), { logKey })
      const back = await MemoryLedger.restore(streamOf(await archiveOf(reader)), { logKey, signer })
      const copy = await openSqliteLedgerReader(path('copy.db'))
      for (const each of [copy, back]) {
        expect(await collect(each.entries())).toEqual(await collect(reader.entries()))
        expect(await each.checkpoint()).toBe(imported.checkpoint)
      }
      await copy.close()
      await reader.close()
    }))

  it('beside the ledger nothing is left but the file of its lock', () =>
    onFile(async ({ file, path }) => {
      await restoreSqliteLedger(file, streamOf(await archiveWith()), { logKey })
      expect(readdirSync(path('')).sort()).toEqual(['ledger.db', 'ledger.db-lock'])
    }))

  it('a ledger that is there is not touched, be it open or closed', () =>
    onFile(async ({ file, copy }) => {
      const archive = await archiveWith()
      const ledger = await createSqliteLedger(file, { signer })
      const restore = (): Promise<string> => codeOf(restoreSqliteLedger(file, streamOf(archive), { logKey }))
      expect(await restore()).toBe('ECT_LEDGER_EXISTS')
      const entry = await ledger.append(token(), admit)
      await ledger.close()
      const before = copy()
      expect(await restore()).toBe('ECT_LEDGER_EXISTS')
      expect(copy()).toEqual(before)
      const reader = await openSqliteLedgerReader(file)
      expect(await collect(reader.entries())).toEqual([entry])
      await reader.close()
    }))

  it.each(['', '-wal', '-journal'])('a file that is there and no ledger is not touched: ledger.db%s', (suffix) =>
    onFile(async ({ file, path }) => {
      writeFileSync(`${file}${suffix}`, 'mine')
      expect(await codeOf(restoreSqliteLedger(file, streamOf(await archiveWith()), { logKey }))).toBe(
        'ECT_LEDGER_EXISTS',
      )
      expect(readdirSync(path(''))).toEqual([`ledger.db${suffix}`])
    }),
  )

  it('a file that comes meanwhile is not overwritten', () =>
    onFile(async ({ file, write, copy }) => {
      const archive = await archiveWith()
      async function* slow(): AsyncGenerator<Uint8Array> {
        yield archive.subarray(0, -1)
        write('mine')
        yield archive.subarray(-1)
      }
      expect(await codeOf(restoreSqliteLedger(file, slow(), { logKey }))).toBe('ECT_LEDGER_EXISTS')
      expect(Buffer.from(copy()).toString()).toBe('mine')
    }))

  it('[LEDGER-ATOMIC] while it is being made nobody else makes it, or opens the draft', () =>
    onFile(async ({ file }) => {
      const archive = await archiveWith(Array.from({ length: 600 }, () => token()))
      const [writing, looked] = [signal(), signal()]
      async function* slow(): AsyncGenerator<Uint8Array> {
        yield archive.subarray(0, -2000)
        await looked.given
        yield archive.subarray(-2000)
      }
      const restoring = restoreSqliteLedger(file, slow(), { logKey, onProgress: writing.give })
      await writing.given
      const attempts = [
        () => restoreSqliteLedger(file, streamOf(archive), { logKey }),
        () => createSqliteLedger(file, { signer }),
        () => openSqliteLedger(file, { signer }),
        () => openSqliteLedger(`${file}-draft`, { signer }),
        () => openSqliteLedgerReader(`${file}-draft`),
        () => collect(fsckSqliteLedger(`${file}-draft`)),
      ]
      const codes: string[] = []
      for (const attempt of attempts) codes.push(await codeOf(attempt()))
      looked.give()
      await restoring
      const [locked, absent, draft] = ['ECT_LEDGER_LOCKED', 'ECT_LEDGER_UNAVAILABLE', 'ECT_LEDGER_FORMAT']
      expect(codes).toEqual([locked, locked, absent, locked, draft, draft])
      expect(await collect(fsckSqliteLedger(file))).toEqual([])
    }))

  it('what somebody left at the place of the draft is removed', () =>
    onFile(async ({ file, path }) => {
      for (const suffix of ['', '-wal', '-shm']) writeFileSync(`${file}-draft${suffix}`, 'x'.repeat(5000))
      await restoreSqliteLedger(file, streamOf(await archiveWith()), { logKey })
      expect(readdirSync(path('')).sort()).toEqual(['ledger.db', 'ledger.db-lock'])
      expect(await collect(fsckSqliteLedger(file))).toEqual([])
    }))

  it('[LEDGER-TAMPER] a head that was kept outside tells when the archive is too old', () =>
    onFile(async ({ file, path }) => {
      const ledger = await createSqliteLedger(file, { signer, headFile: path('head') })
      await ledger.append(token(), admit)
      const archive = await archiveOf(ledger)
      await ledger.append(token(), admit)
      await ledger.close()
      await restoreSqliteLedger(path('copy.db'), streamOf(archive), { logKey })
      const opening = openSqliteLedger(path('copy.db'), { signer, headFile: path('head') })
      expect(await codeOf(opening)).toBe('ECT_LEDGER_ROLLED_BACK')
    }))

  it('a folder that does not exist', () =>
    onFile(async ({ path }) => {
      const restoring = restoreSqliteLedger(path('nowhere/ledger.db'), streamOf(await archiveWith()), { logKey })
      expect(await codeOf(restoring)).toBe('ECT_LEDGER_UNAVAILABLE')
    }))

  it.runIf(canMount)('[LEDGER-CRASH] a disk that gets full leaves nothing', () =>
    onFile(async ({ path }) => {
      const large = Array.from({ length: 60 }, () => verified(signedToken({ padding: 'x'.repeat(22_000) })))
      const archive = await archiveWith(large)
      const folder = path('disk')
      mkdirSync(folder)
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder])
      try {
        const file = join(folder, 'ledger.db')
        expect(await codeOf(restoreSqliteLedger(file, streamOf(archive), { logKey }))).toBe('ECT_LEDGER_DISK_FULL')
        expect(readdirSync(folder)).toEqual(['ledger.db-lock'])
        expect(statSync(`${file}-lock`).size).toBe(0)
        await restoreSqliteLedger(file, streamOf(await archiveWith()), { logKey })
        expect(await collect(fsckSqliteLedger(file))).toEqual([])
        execFileSync('mount', ['-o', 'remount,ro', folder])
        const other = restoreSqliteLedger(join(folder, 'other.db'), streamOf(archive), { logKey })
        expect(await codeOf(other)).toBe('ECT_LEDGER_READ_ONLY')
      } finally {
        execFileSync('umount', [folder])
      }
    }),
  )
})

describe('exporting a ledger file', () => {
  it('[CHECKPOINT-NOTE] while it grows, it has the entries of the checkpoint that it began with', () =>
    onFile(async ({ file, path }) => {
      const ledger = await createSqliteLedger(file, { signer })
      await ledger.appendMany([token(), token(), token()], admit)
      const checkpoint = await ledger.checkpoint()
      const chunks = exportLedger(ledger)
      const begun = await chunks.next()
      await ledger.append(token(), admit)
      const archive = Buffer.concat([begun.value ?? new Uint8Array(), ...(await collect(chunks))])
      const imported = await restoreSqliteLedger(path('copy.db'), streamOf(archive), { logKey })
      expect(imported).toMatchObject({ entries: 3, checkpoint })
      await ledger.close()
    }))

  it('[LEDGER-TAMPER] of a ledger that was changed there is no archive', () =>
    onFile(async ({ file, sql }) => {
      const ledger = await createSqliteLedger(file, { signer })
      await ledger.appendMany([token(), token(), token()], admit)
      await ledger.close()
      sql(`UPDATE entry SET token = '${signedToken()}' WHERE sequence = 1`)
      const reader = await openSqliteLedgerReader(file)
      expect(await codeOf(archiveOf(reader))).toBe('ECT_LEDGER_DAMAGED')
      await reader.close()
    }))
})
