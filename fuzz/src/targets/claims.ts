import { deepEqual, equal, ok } from 'node:assert/strict'
import {
  type ClaimSource,
  checkClaims,
  isSpiffeId,
  parseStrictJson,
  profiles,
  type Revision,
  type Task,
  taskOf,
} from '@wimse-ect/claims'
import { casesOf } from '../properties/cases-of.ts'
import { outcomeOf } from '../properties/outcome.ts'
import { textOf } from '../properties/text-of.ts'
import type { Target } from '../target.ts'

/**
 * The claims of every revision and both kinds of identifiers: judging changes nothing, and judging what was accepted
 * once more, written anew, comes to the same. Some limits are stated a second time, in plain words.
 */
export const target: Target = {
  check(input) {
    const json = outcomeOf(() => parseStrictJson(textOf(input), 'payload'))
    if (!json.ok) return
    for (const revision of Object.keys(profiles) as Revision[]) {
      const profile = profiles[revision]
      const source = { payload: json.value.value, notIntegers: json.value.notIntegers, profile }
      for (const ids of ['uuid', 'opaque'] as const) checkSource(source, ids)
    }
  },
  seeds: () =>
    casesOf('verify').map(({ token }) => new Uint8Array(Buffer.from(token.split('.')[1] ?? '', 'base64url'))),
  words: [...new Set(Object.values(profiles).flatMap(({ claims }) => Object.keys(claims)))].map((name) => `"${name}":`),
}

function checkSource(source: ClaimSource, ids: 'uuid' | 'opaque'): void {
  const before = JSON.stringify(source.payload)
  const outcome = outcomeOf(() => checkClaims(source, { ids }))
  equal(JSON.stringify(source.payload), before)
  if (!outcome.ok) return
  const claims = outcome.value
  const again = { ...source, payload: parseStrictJson(before, 'payload').value }
  deepEqual(checkClaims(again, { ids }), claims)
  const task = taskOf(source, claims, { ids })
  deepEqual(taskOf(again, claims, { ids }), task)
  ok(isAgent(task))
  ok(Number.isSafeInteger(task.issuedAt) && task.issuedAt >= 0)
  ok(task.parents.length <= 100 && new Set(task.parents).size === task.parents.length)
  for (const id of [task.taskId, task.tokenId, ...task.parents]) {
    ok(ids === 'uuid' ? /^[0-9a-f-]{36}$/.test(id) : /^[\w.:-]{1,128}$/.test(id))
  }
}

/** The earlier a revision, the less may stand in `iss` [REVISION-ISS]. */
function isAgent({ revision, agent }: Task): boolean {
  if (revision === 'execution-context-00') return isSpiffeId(agent)
  if (revision === 'ect-00') return /^[a-z][a-z0-9+.-]*:./i.test(agent)
  return agent !== '' && Buffer.byteLength(agent) <= 2048
}
