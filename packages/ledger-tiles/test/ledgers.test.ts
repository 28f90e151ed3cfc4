import { join } from 'node:path'
import { admit } from '@wimse-ect/dag'
import { generateNoteKey, MemoryLedger, noteSigner } from '@wimse-ect/ledger'
import { createSqliteLedger, openSqliteLedgerReader } from '@wimse-ect/ledger-sqlite'
import { expect, it } from 'vitest'
import { token } from '../../ledger/contract/tokens.ts'
import { folderStore, publishLog } from '../src/index.ts'
import { provedEntries } from './proved-entries.ts'
import { onFolder } from './temporary-folder.ts'

const { signerKey, verifierKey } = generateNoteKey('ledger.example.com/audit')
const signer = noteSigner(signerKey)
const tokens = Array.from({ length: 260 }, () => token())
const compacts = tokens.map(({ compact }) => compact)

it('[LEDGER-TILES] a ledger in memory is published', () =>
  onFolder(async (folder) => {
    const ledger = new MemoryLedger({ signer })
    await ledger.appendMany(tokens, admit)
    await publishLog(ledger, folderStore(folder))
    expect(await provedEntries(folderStore(folder), verifierKey)).toEqual(compacts)
  }))

it('[LEDGER-TILES] a ledger in a file is published by who writes it and by who reads it', () =>
  onFolder(async (folder) => {
    const file = join(folder, 'ledger.db')
    const ledger = await createSqliteLedger(file, { signer })
    const reader = await openSqliteLedgerReader(file)
    const store = folderStore(folder)
    for (const until of [100, 200, 260]) {
      await ledger.appendMany(tokens.slice(0, until), admit)
      expect(await publishLog(ledger, store)).toMatchObject({ size: until })
      // What a reader sees may be a moment older, and is then published already.
      expect(await publishLog(reader, store)).toMatchObject({ size: until, created: 0 })
      expect(await provedEntries(store, verifierKey)).toEqual(compacts.slice(0, until))
    }
    await reader.close()
    await ledger.close()
    const after = await openSqliteLedgerReader(file)
    expect(await publishLog(after, store)).toEqual({ from: 260, size: 260, created: 0 })
    await after.close()
  }))
