import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { migrate, migrations, pragma } from '../src/writer/schema.ts'

it('a file takes the steps that it has not taken yet, in order, and each once', () => {
  const database = new DatabaseSync(':memory:')
  const steps = ['CREATE TABLE one (a)', 'CREATE TABLE two (a); INSERT INTO two VALUES (1)']
  migrate(database, steps.slice(0, 1))
  expect(pragma(database, 'user_version')).toBe(1)
  migrate(database, steps)
  migrate(database, steps)
  expect(pragma(database, 'user_version')).toBe(2)
  expect(database.prepare('SELECT count(*) AS rows FROM two').get()).toEqual({ rows: 1 })
  database.close()
})

it('the schema is made by its steps', () => {
  const database = new DatabaseSync(':memory:')
  migrate(database)
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all()
  expect(tables.map(({ name }) => name)).toEqual([
    ...['agent', 'checkpoint', 'entry', 'equivocation', 'founding'],
    ...['recent', 'task', 'tile', 'token', 'workflow'],
  ])
  expect(pragma(database, 'user_version')).toBe(migrations.length)
  database.close()
})
