/** Who acts in a fresh case: agents with keys of their own, a verifier, a time, options. */
import type { VerifyOptions } from '../case-options.ts'
import type { Jwk, SeenId } from '../cases.ts'
import { type TestKey, testKey } from '../generate/test-keys.ts'
import type { Random } from './random.ts'
import * as texts from './texts.ts'

/** An agent and its key. */
export interface Agent {
  readonly id: string
  readonly key: TestKey
  readonly kid: string
}

/** What a token is judged by. */
export interface Scene {
  readonly now: number
  readonly audience: string
  /** At least three. */
  readonly agents: readonly Agent[]
  readonly keys: readonly Jwk[]
  readonly options: VerifyOptions
  readonly seen: readonly SeenId[]
}

/** The options that the published suites have by default. */
export const defaultOptions: VerifyOptions = {
  revisions: ['execution-context-00'],
  algorithms: ['ES256'],
  ids: 'uuid',
  expiryLeeway: 0,
  maxAge: 900,
  clockSkew: 30,
  maxParents: 100,
}

/** Makes a scene. `label` names its keys. */
export function makeScene(random: Random, label: string, changes: Partial<VerifyOptions> = {}): Scene {
  const agents = Array.from({ length: 3 }, (_, at): Agent => {
    return { id: texts.spiffeId(random), key: testKey(`${label} agent ${at}`, 'P-256'), kid: texts.kid(random) }
  })
  return {
    now: random.between(1_000_000_000, 4_000_000_000),
    audience: random.chance(80) ? texts.spiffeId(random) : texts.text(random),
    agents,
    keys: random.shuffled(agents.map((agent) => publicKey(random, agent))),
    options: { ...defaultOptions, ...changes },
    seen: [],
  }
}

/** The agent's entry in the key set. `alg` and `use` may be left out. */
function publicKey(random: Random, { id, key, kid }: Agent): Jwk {
  const alg = random.chance(80) ? { alg: 'ES256' } : {}
  const use = random.pick([{ use: 'sig' }, { use: 'sig' }, { key_ops: ['verify'] }, {}])
  return { ...key.publicJwk, kid, ...alg, ...use, sub: id }
}

/** Options that depart from the defaults. */
export function randomOptions(random: Random): Partial<VerifyOptions> {
  if (random.chance(60)) return {}
  return {
    ids: random.chance(30) ? 'opaque' : 'uuid',
    expiryLeeway: random.pick([0, 0, 1, 60, 300]),
    maxAge: random.pick([900, 60, 1, 86_400]),
    clockSkew: random.pick([30, 1, 5, 120]),
    maxParents: random.pick([100, 5, 150]),
  }
}
