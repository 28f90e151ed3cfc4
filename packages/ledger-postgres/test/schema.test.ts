import { admit } from '@wimse-ect/dag'
import pg from 'pg'
import { expect, it } from 'vitest'
import { token } from '../../ledger/contract/tokens.ts'
import { createPostgresLedger, openPostgresLedger } from '../src/index.ts'
import { migrate, migrations } from '../src/schema.ts'
import { onNewDatabase } from './on-new-database.ts'

const steps = [
  'CREATE TABLE ect_ledger.one (a integer)',
  'CREATE TABLE ect_ledger.two (a integer); INSERT INTO ect_ledger.two VALUES (1)',
]

async function migrateTo(url: string, taken: readonly string[] = steps): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await migrate(client, taken)
  } finally {
    await client.end()
  }
}

it('a database takes the steps that it has not taken yet, in order, and each once', () =>
  onNewDatabase(async ({ url, sql }) => {
    await migrateTo(url, steps.slice(0, 1))
    await migrateTo(url)
    await migrateTo(url)
    expect(await sql('SELECT version FROM ect_ledger.version ORDER BY version')).toEqual([
      { version: 1 },
      { version: 2 },
    ])
    expect(await sql('SELECT a FROM ect_ledger.two')).toEqual([{ a: 1 }])
  }))

it('[LEDGER-CRASH] a step that fails leaves nothing behind', () =>
  onNewDatabase(async ({ url, sql }) => {
    await expect(migrateTo(url, [...steps, 'CREATE TABLE ect_ledger.one (a integer)'])).rejects.toThrow(
      pg.DatabaseError,
    )
    expect(await sql("SELECT to_regclass('ect_ledger.version') AS version")).toEqual([{ version: null }])
    await migrateTo(url)
    expect(await sql('SELECT a FROM ect_ledger.two')).toEqual([{ a: 1 }])
  }))

it('many who take them at the same time wait for each other', () =>
  onNewDatabase(async ({ url, sql }) => {
    await Promise.all(Array.from({ length: 8 }, () => migrateTo(url)))
    expect(await sql('SELECT a FROM ect_ledger.two')).toEqual([{ a: 1 }])
  }))

it('the schema is made by its steps', () =>
  onNewDatabase(async ({ url, sql }) => {
    await migrateTo(url, migrations)
    const tables = await sql(
      "SELECT relname FROM pg_class WHERE relnamespace = 'ect_ledger'::regnamespace AND relkind = 'r'",
    )
    expect(tables.map(({ relname }) => relname).sort()).toEqual([
      'agent',
      'checkpoint',
      'entry',
      'equivocation',
      'log',
      'tile',
      'version',
    ])
    expect(await sql('SELECT max(version) AS version FROM ect_ledger.version')).toEqual([
      { version: migrations.length },
    ])
  }))

it('one who creates or opens a log takes the steps too, and keeps what is there', () =>
  onNewDatabase(async ({ url, sql }) => {
    const ledger = await createPostgresLedger(url, { name: 'audit' })
    await ledger.append(token(), admit)
    await ledger.close()
    await Promise.all(['two', 'three'].map(async (name) => (await createPostgresLedger(url, { name })).close()))
    const again = await openPostgresLedger(url, { name: 'audit' })
    expect(await again.size()).toBe(1)
    await again.close()
    expect(await sql('SELECT version FROM ect_ledger.version')).toEqual([{ version: migrations.length }])
  }))
