import { inspect } from 'node:util'
import { isEctError } from '@wimse-ect/claims'
import { expect } from 'vitest'
import type { VerifiedEct } from 'wimse-ect'
import type { ExecutionContextOptions, IssuedToken, RequestFacts } from '../src/index.ts'
import { alice, bob, verifierOf } from './cast.ts'
import type { Setup, TestServer } from './servers/server.ts'

/** A server of bob's, and what it told his ledger and his logger. */
export interface BobsServer {
  readonly url: string
  readonly recorded: readonly IssuedToken[]
  readonly refusals: readonly (readonly [code: string, facts: RequestFacts])[]
  readonly failures: readonly unknown[]
  /** All that his logger was told, as it would print it. */
  readonly log: readonly string[]
}

/** Serves the deeds as bob until the test is over. */
export async function bobsServer(
  server: TestServer,
  options: Partial<ExecutionContextOptions> = {},
  setup?: Setup,
): Promise<BobsServer> {
  const recorded: IssuedToken[] = []
  const refusals: [string, RequestFacts][] = []
  const failures: unknown[] = []
  const log: string[] = []
  const code = (error: unknown): string => (isEctError(error) ? error.code : String(error))
  const url = await server.serve(
    {
      verifier: verifierOf(bob),
      issuer: { id: bob.id, key: bob.key },
      record: (child) => recorded.push(child),
      onRefusal(error, facts) {
        refusals.push([code(error), facts])
        log.push(inspect([error, facts], { depth: null, showHidden: true }))
      },
      onFailure(error, facts) {
        failures.push(code(error))
        log.push(inspect([error, facts], { depth: null, showHidden: true }))
      },
      ...options,
    },
    setup,
  )
  return { url, recorded, refusals, failures, log }
}

/** What alice makes of the field of a response: the child of her task. */
export async function childIn(field: string | string[] | null | undefined): Promise<VerifiedEct> {
  const { subjects } = await verifierOf(alice).verifyAll([field ?? ''].flat().join().split(/, ?/))
  return only(subjects)
}

/** The child that bob's ledger was given, as alice reads it. */
export async function recordedChild({ recorded }: BobsServer): Promise<VerifiedEct> {
  await expect.poll(() => recorded).toHaveLength(1)
  return verifierOf(alice).verify(only(recorded).token)
}

/** The only one of a list. */
export function only<T>(list: readonly T[]): T {
  const [first, ...others] = list
  if (first === undefined || others.length > 0) throw new TypeError(`there are ${list.length}`)
  return first
}
