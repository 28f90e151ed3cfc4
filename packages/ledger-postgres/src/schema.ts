import type { ClientBase } from 'pg'
import { begin } from './begin.ts'
import { type Queryable, queryableOf } from './database.ts'

/**
 * First of the two numbers of every advisory lock of ours: `ECTl`. The second is 0 for the schema, else that of a log.
 */
export const advisoryLockClass = 0x4543546c

/**
 * The schema, one step per version. A step never changes: a new version is a new step, so that every older database can
 * follow.
 *
 * Every table and index begins with the log: several logs live in one database and do not wait for each other. The row
 * in `log` is what a writer locks; it carries the right edge of the tree, so that an append reads no tile. The token is
 * the record: the columns before it are indexes of it, there to be searched. Tokens and tiles are not compressed: they
 * are random.
 *
 * `entry_by_agent` is for who asks for `sequence >= 0`. Without statistics the planner thinks it as good as
 * `entry_by_token` for finding a token, and would go through all entries of an agent.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE ect_ledger.log (
     id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     name text NOT NULL UNIQUE,
     ids text NOT NULL,
     max_lateness_seconds bigint NOT NULL,
     log_key text,
     size bigint NOT NULL,
     edge bytea NOT NULL,
     agents integer NOT NULL
   ) WITH (fillfactor = 20);

   CREATE TABLE ect_ledger.agent (
     log integer NOT NULL,
     id integer NOT NULL,
     name text NOT NULL,
     PRIMARY KEY (log, id),
     UNIQUE (log, name)
   );

   CREATE TABLE ect_ledger.entry (
     log integer NOT NULL,
     sequence bigint NOT NULL,
     verified_at bigint NOT NULL,
     stored_at bigint NOT NULL,
     agent integer NOT NULL,
     task_id bytea NOT NULL,
     workflow_id bytea,
     token_id bytea NOT NULL,
     parents text,
     token text NOT NULL,
     PRIMARY KEY (log, sequence)
   );
   ALTER TABLE ect_ledger.entry ALTER COLUMN token SET STORAGE EXTERNAL;
   CREATE UNIQUE INDEX entry_by_task ON ect_ledger.entry (log, task_id, workflow_id);
   CREATE UNIQUE INDEX entry_by_token ON ect_ledger.entry (log, token_id, agent);
   CREATE INDEX entry_by_workflow ON ect_ledger.entry (log, workflow_id, sequence) WHERE workflow_id IS NOT NULL;
   CREATE INDEX entry_by_agent ON ect_ledger.entry (log, agent, sequence) WHERE sequence >= 0;
   CREATE INDEX entry_by_time ON ect_ledger.entry USING brin (stored_at);

   CREATE TABLE ect_ledger.tile (
     log integer NOT NULL,
     level integer NOT NULL,
     place bigint NOT NULL,
     hashes bytea NOT NULL,
     PRIMARY KEY (log, level, place)
   );
   ALTER TABLE ect_ledger.tile ALTER COLUMN hashes SET STORAGE EXTERNAL;

   CREATE TABLE ect_ledger.equivocation (
     log integer NOT NULL,
     sequence bigint NOT NULL,
     found bigint GENERATED ALWAYS AS IDENTITY,
     refused text NOT NULL,
     found_at bigint NOT NULL,
     PRIMARY KEY (log, sequence)
   );

   CREATE TABLE ect_ledger.checkpoint (
     log integer PRIMARY KEY,
     size bigint NOT NULL,
     note text NOT NULL
   );`,
  // A tid and a jti may be the same UUID and yet name two tasks, so this index cannot be unique. What a record may be
  // is judged under the lock of the log.
  `DROP INDEX ect_ledger.entry_by_task;
   CREATE INDEX entry_by_task ON ect_ledger.entry (log, task_id, workflow_id);`,
]

/** The version of the schema in a database; `undefined` where there is none of ours. */
export async function schemaVersion(database: Queryable): Promise<number | undefined> {
  const [found] = await database.rows("SELECT to_regclass('ect_ledger.version') IS NOT NULL AS is_there")
  if (found?.is_there !== true) return undefined
  const [row] = await database.rows('SELECT max(version) AS version FROM ect_ledger.version')
  return Number(row?.version ?? 0)
}

/**
 * Takes the steps that a database has not taken yet, in one transaction. Two who do it at the same time wait for each
 * other.
 */
export async function migrate(client: ClientBase, steps: readonly string[] = migrations): Promise<void> {
  try {
    await client.query(`${begin}; SELECT pg_advisory_xact_lock(${advisoryLockClass}, 0)`)
    const version = await schemaVersion(queryableOf(client))
    if (version === undefined) {
      await client.query('CREATE SCHEMA IF NOT EXISTS ect_ledger')
      await client.query('CREATE TABLE ect_ledger.version (version integer PRIMARY KEY)')
    }
    for (const step of steps.slice(version ?? 0)) await client.query(step)
    if ((version ?? 0) < steps.length) await client.query('INSERT INTO ect_ledger.version VALUES ($1)', [steps.length])
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}
