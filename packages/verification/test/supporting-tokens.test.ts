import { decodeEct, type IdKind } from '@wimse-ect/claims'
import { describe, expect, it } from 'vitest'
import { supportingTokens } from '../src/supporting-tokens.ts'
import { alice } from './cast.ts'
import { ect, uuid } from './tokens.ts'

/** For each task, written as its id and its parents, whether it is supporting. */
function roles(tasks: readonly (readonly [tid: unknown, par: unknown])[], ids?: IdKind): readonly boolean[] {
  const tokens = tasks.map(([tid, par]) => ({
    decoded: decodeEct(ect({ claims: { tid, par } })),
    key: { jwk: alice.jwk },
  }))
  return supportingTokens(tokens, ids)
}

const [one, two, three] = [uuid(0xa), uuid(0xb), uuid(0xc)]

describe('supportingTokens', () => {
  it('[HTTP-SUBJECT] a token that no other one names is none', () => {
    expect(roles([])).toEqual([])
    expect(roles([[one, []]])).toEqual([false])
    expect(
      roles([
        [one, []],
        [two, []],
      ]),
    ).toEqual([false, false])
    expect(roles([[one, [three]]])).toEqual([false])
  })

  it('[HTTP-SUPPORTING] a token that another one names is one, wherever the two stand', () => {
    expect(
      roles([
        [one, []],
        [two, [one]],
      ]),
    ).toEqual([true, false])
    expect(
      roles([
        [two, [one]],
        [one, []],
      ]),
    ).toEqual([false, true])
  })

  it('[HTTP-SUPPORTING] every entry of par counts, not only the first', () => {
    expect(
      roles([
        [one, []],
        [two, []],
        [three, [uuid(9), one, two]],
      ]),
    ).toEqual([true, true, false])
  })

  it('[HTTP-SUPPORTING] the parent of a supporting token is one too', () => {
    expect(
      roles([
        [one, []],
        [two, [one]],
        [three, [two]],
      ]),
    ).toEqual([true, true, false])
  })

  it('[HTTP-SUBJECT] a token that names itself does not support itself', () => {
    expect(roles([[one, [one]]])).toEqual([false])
  })

  it('[HTTP-SUPPORTING] a token that names itself is one when another one names it too', () => {
    expect(
      roles([
        [one, [one]],
        [two, [one]],
      ]),
    ).toEqual([true, false])
  })

  it('[HTTP-NO-SUBJECT] tokens that name each other are all supporting', () => {
    expect(
      roles([
        [one, [two]],
        [two, [one]],
      ]),
    ).toEqual([true, true])
  })

  it('[HTTP-SUPPORTING] two tokens of one task are both supporting', () => {
    expect(
      roles([
        [one, []],
        [one, []],
        [two, [one]],
      ]),
    ).toEqual([true, true, false])
  })

  it('[REVISION-MIXED] a tid and a jti of one value are two names, in both directions', () => {
    const revisions = ['execution-context-00', 'ect-00'] as const
    const tokenOf = (claims: object) => ({
      decoded: decodeEct(ect({ claims: { jti: uuid(9), ...claims } }), { revisions }),
      key: { jwk: alice.jwk },
    })
    const [byTid, byJti] = [tokenOf({ tid: one }), tokenOf({ tid: undefined, jti: one })]
    const childOfTid = tokenOf({ tid: two, par: [one] })
    const childOfJti = tokenOf({ tid: undefined, jti: two, par: [one] })
    expect(supportingTokens([byTid, childOfJti])).toEqual([false, false])
    expect(supportingTokens([byJti, childOfTid])).toEqual([false, false])
    expect(supportingTokens([byTid, byJti, childOfJti])).toEqual([false, true, false])
    expect(supportingTokens([byTid, byJti, childOfTid])).toEqual([true, false, false])
  })

  it('[CLAIM-UUID-CASE] compares UUIDs in lower case', () => {
    expect(
      roles([
        [one.toUpperCase(), []],
        [two, [one]],
      ]),
    ).toEqual([true, false])
    expect(
      roles([
        [one, []],
        [two, [one.toUpperCase()]],
      ]),
    ).toEqual([true, false])
  })

  it('[CLAIM-IDS-OPAQUE-BYTEWISE] compares opaque ids byte for byte', () => {
    expect(
      roles(
        [
          ['task-1', []],
          ['task-2', ['task-1']],
        ],
        'opaque',
      ),
    ).toEqual([true, false])
    expect(
      roles(
        [
          ['task-1', []],
          ['task-2', ['TASK-1']],
        ],
        'opaque',
      ),
    ).toEqual([false, false])
    expect(
      roles(
        [
          [one.toUpperCase(), []],
          [two, [one]],
        ],
        'opaque',
      ),
    ).toEqual([false, false])
  })

  it('[CLAIM-IDS-DEFAULT] takes no opaque id for a name unless ids says so', () => {
    expect(
      roles([
        ['task-1', []],
        ['task-2', ['task-1']],
      ]),
    ).toEqual([false, false])
    expect(
      roles(
        [
          ['task-1', []],
          ['task-2', ['task-1']],
        ],
        'uuid',
      ),
    ).toEqual([false, false])
  })

  it('malformed names match nothing, not even each other', () => {
    for (const malformed of [null, 5, {}, [one], '', 'x', `${one}0`]) {
      expect(
        roles([
          [malformed, []],
          [two, [malformed]],
        ]),
      ).toEqual([false, false])
    }
    for (const parents of [null, 5, one, { 0: one }, undefined]) {
      expect(
        roles([
          [one, []],
          [two, parents],
        ]),
      ).toEqual([false, false])
    }
    expect(
      roles([
        [one, []],
        [two, [null, 5, one]],
      ]),
    ).toEqual([true, false])
  })
})
