import type { TestProject } from 'vitest/node'
import { fastParent } from '../../ledger/contract/temporary-folder.ts'
import { type PostgresServer, startPostgres } from './postgres-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The database that all tests share; each makes logs of its own in it. */
    postgresUrl: string
  }
}

let server: PostgresServer | undefined

/** Starts one server for all tests, or takes the one that `ECT_TEST_POSTGRES_URL` names. */
export async function setup(project: TestProject): Promise<void> {
  const named = process.env.ECT_TEST_POSTGRES_URL
  if (named === undefined) server = await startPostgres(fastParent())
  project.provide('postgresUrl', named ?? server?.url ?? '')
}

export async function teardown(): Promise<void> {
  await server?.remove()
}
