import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSqliteLedger, type SqliteLedger } from '@wimse-ect/ledger-sqlite'
import { expect, test } from 'vitest'
import { generateNoteKey, noteSigner } from 'wimse-ect'
import { logNames, makeRoomForLedgers } from '../src/ledger-files.ts'
import { Surprise } from '../src/surprise.ts'
import { temporaryFolder } from './start-demo.ts'

async function openLedger(file: string, logName: string): Promise<SqliteLedger> {
  return createSqliteLedger(file, { signer: noteSigner(generateNoteKey(logName).signerKey) })
}

async function makeLedger(file: string, logName: string): Promise<void> {
  await (await openLedger(file, logName)).close()
}

test('the ledgers of an earlier run are removed', async () => {
  const folder = temporaryFolder()
  const files = await makeRoomForLedgers(folder)
  await makeLedger(files.ledger, logNames.ledger)
  await makeLedger(files.lateLedger, logNames.lateLedger)
  expect(await makeRoomForLedgers(folder)).toEqual(files)
  expect([files.ledger, files.lateLedger].filter((file) => existsSync(file))).toEqual([])
})

test('a ledger that a demo is running with is a surprise and stays', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'ledger.db')
  const ledger = await openLedger(file, logNames.ledger)
  await expect(makeRoomForLedgers(folder)).rejects.toThrow(Surprise)
  expect(existsSync(file)).toBe(true)
  await ledger.close()
})

test('a ledger of somebody else is a surprise and stays as it is', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'ledger.db')
  await makeLedger(file, 'ledger.example.com/audit')
  const before = await readFile(file)
  await expect(makeRoomForLedgers(folder)).rejects.toThrow(Surprise)
  expect(await readFile(file)).toEqual(before)
})

test('a file that is no ledger is a surprise and stays as it is', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'late-ledger.db')
  await writeFile(file, 'of alice')
  await expect(makeRoomForLedgers(folder)).rejects.toThrow(Surprise)
  expect(await readFile(file, 'utf8')).toBe('of alice')
})
