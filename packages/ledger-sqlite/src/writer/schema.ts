import type { DatabaseSync } from 'node:sqlite'

/** `ECTl`, in the header of every ledger file. */
export const applicationId = 0x4543546c

/** `ECTd`, in the header of a file that is to become a ledger: nothing opens it as one. */
export const draftId = 0x45435464

/** What a batch changes at random places is written by whole pages: small ones keep that small. */
export const pageBytes = 4096

/** Pages after which the log is moved into the file, 64 MiB: a page that changed often is then moved once. */
export const walPages = 16_384

// Keys are hashes of identifiers, see IndexKeys.
const taskTable = (name: string): string => `CREATE TABLE ${name} (
     task INTEGER NOT NULL,
     workflow INTEGER NOT NULL,
     sequence INTEGER NOT NULL,
     PRIMARY KEY (task, workflow, sequence)
   ) STRICT, WITHOUT ROWID;`
const tokenTable = (name: string): string => `CREATE TABLE ${name} (
     token INTEGER NOT NULL,
     sequence INTEGER NOT NULL,
     PRIMARY KEY (token, sequence)
   ) STRICT, WITHOUT ROWID;`

/**
 * The schema, one step per version; `user_version` counts the steps that a file has taken. A step never changes: a new
 * version is a new step, so that every older file can follow.
 *
 * The token is the record. Columns after `parents` are indexes of it, there to be searched; reading an entry decodes
 * its token. Tiles are the hashes of every eighth level of the tree, 256 a row, and what lies between is joined from
 * them: a batch then writes one or two rows for the tree and not two per entry.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE founding (
     name TEXT PRIMARY KEY,
     value ANY
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE agent (
     id INTEGER PRIMARY KEY,
     name TEXT NOT NULL UNIQUE
   ) STRICT;

   CREATE TABLE entry (
     sequence INTEGER PRIMARY KEY,
     token TEXT NOT NULL,
     verified_at INTEGER NOT NULL,
     stored_at INTEGER NOT NULL,
     parents TEXT,
     task_id ANY NOT NULL,
     workflow_id ANY,
     token_id ANY NOT NULL,
     agent INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX entry_by_workflow ON entry (workflow_id) WHERE workflow_id IS NOT NULL;
   CREATE INDEX entry_by_agent ON entry (agent);
   CREATE INDEX entry_by_time ON entry (stored_at);

   ${['new_task', 'recent_task', 'task'].map(taskTable).join(' ')}
   ${['new_token', 'recent_token', 'token'].map(tokenTable).join(' ')}

   CREATE TABLE tile (
     id INTEGER PRIMARY KEY,
     hashes BLOB NOT NULL
   ) STRICT;

   CREATE TABLE equivocation (
     found INTEGER PRIMARY KEY,
     sequence INTEGER NOT NULL UNIQUE,
     refused TEXT NOT NULL,
     found_at INTEGER NOT NULL
   ) STRICT;

   CREATE TABLE checkpoint (
     id INTEGER PRIMARY KEY CHECK (id = 0),
     size INTEGER NOT NULL,
     note TEXT NOT NULL
   ) STRICT;`,

  // Three levels of an index become one, and keys that are not in it yet lie together, see Settler.
  `CREATE TABLE recent (
     first INTEGER PRIMARY KEY,
     keys BLOB NOT NULL
   ) STRICT;
   CREATE TABLE workflow (
     workflow INTEGER NOT NULL,
     sequence INTEGER NOT NULL,
     PRIMARY KEY (workflow, sequence)
   ) STRICT, WITHOUT ROWID;

   INSERT INTO task SELECT * FROM recent_task;
   INSERT INTO task SELECT * FROM new_task;
   INSERT INTO token SELECT * FROM recent_token;
   INSERT INTO token SELECT * FROM new_token;
   INSERT INTO workflow SELECT workflow, sequence FROM task ORDER BY workflow, sequence;

   DROP TABLE recent_task;
   DROP TABLE new_task;
   DROP TABLE recent_token;
   DROP TABLE new_token;
   DROP INDEX entry_by_workflow;`,
]

/** The number behind a pragma. */
export function pragma(database: DatabaseSync, name: string): number {
  const value = Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]
  return typeof value === 'number' ? value : 0
}

/**
 * Takes the steps that a file has not taken yet, inside a transaction of the caller's.
 *
 * @param steps default {@link migrations}
 */
export function migrate(database: DatabaseSync, steps: readonly string[] = migrations): void {
  for (const step of steps.slice(pragma(database, 'user_version'))) database.exec(step)
  database.exec(`PRAGMA application_id = ${applicationId}`)
  database.exec(`PRAGMA user_version = ${steps.length}`)
}
