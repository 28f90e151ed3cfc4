import type { VerifiedEct } from '@wimse-ect/claims'
import pg from 'pg'

/**
 * The table that somebody would make who wants to find the same entries by the same things, with a sequence of
 * PostgreSQL's own; and the same without indexes but the primary key.
 */
const columns = `sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, verified_at bigint, stored_at bigint, agent integer,
  task_id bytea, workflow_id bytea, token_id bytea, parents text, token text NOT NULL`
const indexes = `CREATE UNIQUE INDEX ON plain_indexed (task_id, workflow_id);
  CREATE UNIQUE INDEX ON plain_indexed (token_id, agent);
  CREATE INDEX ON plain_indexed (workflow_id, sequence) WHERE workflow_id IS NOT NULL;
  CREATE INDEX ON plain_indexed (agent, sequence);
  CREATE INDEX ON plain_indexed USING brin (stored_at)`

/** A table of {@link createPlainTables}. */
export type PlainTableName = 'plain' | 'plain_indexed'

/** Makes both tables anew. */
export async function createPlainTables(url: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  for (const name of ['plain', 'plain_indexed']) {
    await client.query(`DROP TABLE IF EXISTS ${name}; CREATE TABLE ${name} (${columns});
      ALTER TABLE ${name} ALTER COLUMN token SET STORAGE EXTERNAL`)
  }
  await client.query(indexes)
  await client.end()
}

/** One connection that inserts many rows with one statement: no judging, no hashing, no order. */
export class PlainWriter {
  readonly #client: pg.Client
  readonly #statement: string

  private constructor(client: pg.Client, table: PlainTableName) {
    this.#client = client
    this.#statement = `INSERT INTO ${table}
      (verified_at, stored_at, agent, task_id, workflow_id, token_id, parents, token)
      SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::int[], $4::bytea[], $5::bytea[], $6::bytea[], $7::text[], $8::text[])`
  }

  static async open(url: string, table: PlainTableName): Promise<PlainWriter> {
    const client = new pg.Client(url)
    await client.connect()
    return new PlainWriter(client, table)
  }

  /** Durable when it resolves. */
  async insert(tokens: readonly VerifiedEct[]): Promise<void> {
    await this.#client.query(this.#statement, [
      tokens.map(({ verifiedAt }) => verifiedAt),
      tokens.map(({ verifiedAt }) => verifiedAt),
      tokens.map(({ task }) => Number(task.agent.slice(task.agent.lastIndexOf('-') + 1))),
      tokens.map(({ task }) => bytesOf(task.taskId)),
      tokens.map(({ task }) => (task.workflowId === undefined ? null : bytesOf(task.workflowId))),
      tokens.map(({ task }) => bytesOf(task.tokenId)),
      tokens.map(({ task }, at) => (task.parents.length === 0 ? null : `[${at}]`)),
      tokens.map(({ compact }) => compact),
    ])
  }

  async close(): Promise<void> {
    await this.#client.end()
  }
}

function bytesOf(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex')
}
