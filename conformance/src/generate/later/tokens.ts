/** Tokens of the later revisions. A task has the id `tid(n)` as in the first suites, and here its `jti` is that id. */
import { alice, bob, ledger, now, tid } from '../cast.ts'
import { ect, headerText, type TokenParts } from '../compact.ts'
import { type Members, objectText } from '../json-text.ts'
import { type Agent, agents, keyOf } from '../tasks.ts'
import type { LaterRevision } from './revision.ts'

/** The claims of the plain task: a root without workflow and without policy, one minute old, for bob. */
export function plainClaims({ parents }: LaterRevision): Members {
  return {
    iss: alice,
    aud: bob,
    iat: now - 60,
    exp: now + 540,
    jti: tid(1),
    exec_act: 'review_requirements_spec',
    [parents]: [],
  }
}

/** The same parts of a token with the revision's own header and payload written out. */
export function written(revision: LaterRevision, parts: TokenParts): TokenParts {
  const { header, claims, ...rest } = parts
  return {
    headerText: headerText({ typ: revision.typ, ...header }, parts.key),
    payloadText: objectText({ ...plainClaims(revision), ...claims }),
    ...rest,
  }
}

/** Builds and signs a token. Without parts it is the plain one, signed by alice. */
export function ectOf(revision: LaterRevision, parts: TokenParts = {}): string {
  return ect(written(revision, parts))
}

/** Makes the nth task of a revision, done by an agent (alice) for bob and the ledger. */
export interface TaskMaker {
  (n: number, claims?: Members, parts?: TokenParts): string
  readonly by: (agent: Agent, n: number, claims?: Members, parts?: TokenParts) => string
}

/** The maker of a revision's tasks; `exp` follows `iat` by 600 seconds. */
export function tasksOf(revision: LaterRevision): TaskMaker {
  const by: TaskMaker['by'] = (agent, n, claims = {}, parts = {}) => {
    const iat = typeof claims.iat === 'number' ? claims.iat : now - 60
    return ectOf(revision, {
      key: keyOf[agent],
      claims: { iss: agents[agent], aud: [bob, ledger], jti: tid(n), iat, exp: iat + 600, ...claims },
      ...parts,
    })
  }
  return Object.assign((n: number, claims?: Members, parts?: TokenParts) => by('alice', n, claims, parts), { by })
}

/** The policy keys of the companion draft, where the revision has them. */
export function policy({ extension }: LaterRevision, members: Members): Members {
  return { [extension]: members }
}

/** The claim that names these tasks as parents. */
export function childOf({ parents }: LaterRevision, ...tasks: readonly number[]): Members {
  return { [parents]: tasks.map(tid) }
}
