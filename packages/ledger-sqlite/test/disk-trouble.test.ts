import { execFileSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { admit } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import { collect } from '../../ledger/contract/collect.ts'
import { codeOf } from '../../ledger/contract/refusal.ts'
import { signedToken, token, verified } from '../../ledger/contract/tokens.ts'
import { createSqliteLedger, fsckSqliteLedger, openSqliteLedger, openSqliteLedgerReader } from '../src/index.ts'
import { onFile, signer } from './on-file.ts'

const mib = 2 ** 20

/** Tokens of about 30 kB, so that little room is soon full. */
function largeTokens(count: number): ReturnType<typeof verified>[] {
  return Array.from({ length: count }, () => verified(signedToken({ padding: 'x'.repeat(22_000) })))
}

/** Runs something in a file system of 2 MiB, mounted read-only or not; only root can. */
async function onSmallDisk(run: (folder: string, makeReadOnly: () => void) => Promise<void>): Promise<void> {
  await onFile(async ({ path }) => {
    const folder = path('disk')
    mkdirSync(folder)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder])
    try {
      await run(folder, () => execFileSync('mount', ['-o', 'remount,ro', folder]))
    } finally {
      execFileSync('umount', [folder])
    }
  })
}

const canMount = process.platform === 'linux' && process.getuid?.() === 0

describe('a full disk', () => {
  it('[LEDGER-DURABLE-ACK] a batch that does not fit is refused whole; the ledger goes on with what fits', () =>
    onFile(async ({ file }) => {
      const ledger = await createSqliteLedger(file, { signer, maxFileBytes: mib })
      let refused = 'accepted'
      let acknowledged = 0
      for (let round = 0; refused === 'accepted' && round < 20; round++) {
        refused = await codeOf(ledger.appendMany(largeTokens(4), admit))
        if (refused === 'accepted') acknowledged += 4
      }
      expect(refused).toBe('ECT_LEDGER_DISK_FULL')
      expect(await ledger.size()).toBe(acknowledged)
      const small = await ledger.append(token(), admit)
      expect(small.sequence).toBe(acknowledged)
      expect(await collect(ledger.entries())).toHaveLength(acknowledged + 1)
      await ledger.close()
      expect(await collect(fsckSqliteLedger(file))).toEqual([])
    }))

  it.runIf(canMount)('[LEDGER-DURABLE-ACK] so it is on a file system that is really full', () =>
    onSmallDisk(async (folder) => {
      const file = join(folder, 'ledger.db')
      const ledger = await createSqliteLedger(file, { signer })
      let refused = 'accepted'
      let acknowledged = 0
      for (let round = 0; refused === 'accepted' && round < 50; round++) {
        refused = await codeOf(ledger.appendMany(largeTokens(4), admit))
        if (refused === 'accepted') acknowledged += 4
      }
      expect(refused).toBe('ECT_LEDGER_DISK_FULL')
      expect(await collect(ledger.entries())).toHaveLength(acknowledged)
      expect(acknowledged).toBeGreaterThan(0)
      await ledger.close()
      expect(await collect(fsckSqliteLedger(file))).toEqual([])
    }),
  )
})

describe('a disk that cannot be written to', () => {
  it.runIf(canMount)('the ledger is read and not opened for writing', () =>
    onSmallDisk(async (folder, makeReadOnly) => {
      const file = join(folder, 'ledger.db')
      const ledger = await createSqliteLedger(file, { signer })
      const entry = await ledger.append(token(), admit)
      await ledger.close()
      makeReadOnly()
      expect(await codeOf(openSqliteLedger(file, { signer }))).toBe('ECT_LEDGER_READ_ONLY')
      expect(await codeOf(createSqliteLedger(join(folder, 'other.db')))).toBe('ECT_LEDGER_READ_ONLY')
      const reader = await openSqliteLedgerReader(file)
      expect(await collect(reader.entries())).toEqual([entry])
      await reader.close()
      expect(await collect(fsckSqliteLedger(file))).toEqual([])
    }),
  )

  it('a folder that does not exist', () =>
    onFile(async ({ path }) => {
      expect(await codeOf(createSqliteLedger(path('nowhere/ledger.db')))).toBe('ECT_LEDGER_UNAVAILABLE')
    }))
})

describe('a write-ahead log', () => {
  /** A copy of a ledger as a crash leaves it: in the log everything, in the file nothing yet. */
  async function crashed(file: string, copy: string, batches: number): Promise<void> {
    const ledger = await createSqliteLedger(file, { signer })
    for (let at = 0; at < batches; at++) await ledger.append(token(), admit)
    for (const suffix of ['', '-wal']) writeFileSync(`${copy}${suffix}`, readFileSync(`${file}${suffix}`))
    await ledger.close()
  }

  it('[LEDGER-CRASH] cut off anywhere, it leaves whole entries and no half', () =>
    onFile(async ({ file, path }) => {
      await crashed(file, path('copy.db'), 6)
      const whole = statSync(path('copy.db-wal')).size
      expect(whole).toBeGreaterThan(100_000)
      const sizes = new Set<number>()
      for (let part = 0; part <= 12; part++) {
        const torn = path(`torn-${part}.db`)
        for (const suffix of ['', '-wal'])
          writeFileSync(`${torn}${suffix}`, readFileSync(`${path('copy.db')}${suffix}`))
        const wal = openSync(`${torn}-wal`, 'r+')
        ftruncateSync(wal, Math.floor((whole * part) / 12))
        closeSync(wal)
        const code = await codeOf(openSqliteLedger(torn, { signer }).then((ledger) => ledger.close()))
        // With too little of it left, there is not even a schema.
        if (code === 'ECT_LEDGER_FORMAT') continue
        expect(code).toBe('accepted')
        expect(await collect(fsckSqliteLedger(torn))).toEqual([])
        const reader = await openSqliteLedgerReader(torn)
        sizes.add(await reader.size())
        await reader.close()
      }
      expect(sizes).toContain(6)
      expect(sizes.size).toBeGreaterThan(2)
    }))

  it('[LEDGER-TAMPER] what a torn one lost is found by the head that was kept outside', () =>
    onFile(async ({ file, path }) => {
      const headFile = path('head')
      const ledger = await createSqliteLedger(file, { signer, headFile })
      for (let at = 0; at < 6; at++) await ledger.append(token(), admit)
      for (const suffix of ['', '-wal']) writeFileSync(`${path('copy.db')}${suffix}`, readFileSync(`${file}${suffix}`))
      await ledger.close()
      const wal = openSync(path('copy.db-wal'), 'r+')
      ftruncateSync(wal, Math.floor(statSync(path('copy.db-wal')).size * 0.8))
      closeSync(wal)
      expect(await codeOf(openSqliteLedger(path('copy.db'), { signer, headFile }))).toBe('ECT_LEDGER_ROLLED_BACK')
    }))

  it('a file whose pages are overwritten is damaged, says opening or fsck', () =>
    onFile(async ({ file, copy, write }) => {
      const ledger = await createSqliteLedger(file, { signer })
      await ledger.appendMany(
        Array.from({ length: 500 }, () => token()),
        admit,
      )
      await ledger.close()
      expect(existsSync(`${file}-wal`)).toBe(false)
      const bytes = copy()
      bytes.fill(0x5a, 4 * 16_384)
      write(bytes)
      expect(await codeOf(openSqliteLedger(file, { signer }))).toBe('ECT_LEDGER_DAMAGED')
      const reader = await openSqliteLedgerReader(file)
      expect(await codeOf(reader.getBySequence(300))).toBe('ECT_LEDGER_DAMAGED')
      await reader.close()
      const kinds = (await collect(fsckSqliteLedger(file))).map(({ kind }) => kind)
      expect(kinds).toContain('file')
    }))
})
