import type { Admission, IdKind, VerifiedEct } from '@wimse-ect/claims'
import { admit, createAdmission } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import type { Ledger } from '../src/ledger.ts'
import { collect } from './collect.ts'
import type { OnLedger } from './ledger-under-test.ts'
import {
  type Actor,
  alice,
  aliceRekeyed,
  bob,
  type ClaimChanges,
  laterToken,
  mallory,
  signedToken,
  token,
  uuid,
  verified,
} from './tokens.ts'

/** More than a ledger may want to look at one by one. */
const many = 40
const malloryRekeyed: Actor = { ...mallory, kid: 'mallory-new-key' }

/** Spellings of one task id and of its workflows, and of another task id that is nearly the same. */
interface Names {
  readonly ids: IdKind
  readonly task: string
  readonly spelt: string
  readonly other: string
  readonly workflow: (at: number) => string
}

const kinds: readonly Names[] = [
  {
    ids: 'uuid',
    task: uuid(1),
    spelt: uuid(1).toUpperCase(),
    other: uuid(2),
    workflow: (at) => uuid(1000 + at),
  },
  { ids: 'opaque', task: 'task-001', spelt: 'task-001', other: 'Task-001', workflow: (at) => `workflow-${at}` },
]

interface Case {
  readonly title: string
  readonly claims: (names: Names) => ClaimChanges
  readonly by?: Actor
  /** Sequences of the parents of what is recorded, or a code. */
  readonly says: readonly number[] | string
  /** The entry that is contradicted. */
  readonly contradicts?: number
}

const cases: readonly Case[] = [
  {
    title: '[DAG-PARENT-OWN-WORKFLOW] a child takes the one of its workflow',
    claims: ({ spelt, workflow }) => ({ par: [spelt], wid: workflow(17) }),
    says: [17],
  },
  {
    title: '[DAG-PARENT-EXISTS] a child in a workflow that has none has no parent',
    claims: ({ task, workflow }) => ({ par: [task], wid: workflow(many) }),
    says: 'ECT_DAG_PARENT_MISSING',
  },
  {
    title: '[DAG-CHILD-NO-WORKFLOW] [DAG-PARENT-AMBIGUOUS] for a child without workflow the id is ambiguous',
    claims: ({ spelt }) => ({ par: [spelt] }),
    says: 'ECT_DAG_PARENT_AMBIGUOUS',
  },
  {
    title: '[DAG-UNIQUE-OTHER-WORKFLOW] a new workflow may have one more',
    claims: ({ task, workflow }) => ({ tid: task, wid: workflow(many) }),
    says: [],
  },
  {
    title: '[DAG-UNIQUE-WORKFLOW] a workflow that has one may not',
    claims: ({ spelt, workflow }) => ({ tid: spelt, wid: workflow(17) }),
    by: bob,
    says: 'ECT_DAG_TASK_EXISTS',
  },
  {
    title: '[DAG-UNIQUE-NO-WORKFLOW] no other issuer may claim the id for the whole ledger',
    claims: ({ spelt }) => ({ tid: spelt }),
    by: bob,
    says: 'ECT_DAG_TASK_EXISTS',
  },
  {
    title: '[LEDGER-EQUIVOCATION] in a workflow the issuer of the one there contradicts that one',
    claims: ({ task, workflow }) => ({ tid: task, wid: workflow(17) }),
    by: mallory,
    says: 'ECT_LEDGER_EQUIVOCATION',
    contradicts: 17,
  },
  {
    title: '[LEDGER-EQUIVOCATION] without workflow an issuer contradicts the first of its own',
    claims: ({ spelt }) => ({ tid: spelt }),
    by: mallory,
    says: 'ECT_LEDGER_EQUIVOCATION',
    contradicts: 0,
  },
  {
    title: '[LEDGER-EQUIVOCATION] also when it has only one among those of others',
    claims: ({ task }) => ({ tid: task }),
    says: 'ECT_LEDGER_EQUIVOCATION',
    contradicts: 23,
  },
  {
    title: '[LEDGER-EQUIVOCATION] of those signed with several keys, the first with the same one',
    claims: ({ task }) => ({ tid: task }),
    by: malloryRekeyed,
    says: 'ECT_LEDGER_EQUIVOCATION',
    contradicts: 31,
  },
  {
    title: '[LEDGER-OTHER-ISSUER] with a key that signed none of them, an issuer contradicts nothing',
    claims: ({ task }) => ({ tid: task }),
    by: aliceRekeyed,
    says: 'ECT_DAG_TASK_EXISTS',
  },
  {
    title: '[LEDGER-JTI-UNIQUE] a jti that was used is refused as ever',
    claims: ({ task, workflow }) => ({ tid: task, wid: workflow(many), jti: uuid(99) }),
    says: 'ECT_REPLAY_SEEN',
  },
  {
    title: '[LEDGER-TASK-SCOPE] an id that differs is another',
    claims: ({ other, task }) => ({ tid: other, par: [task] }),
    says: 'ECT_DAG_PARENT_AMBIGUOUS',
  },
  {
    title: '[DAG-PARENT-EXISTS] and has no records',
    claims: ({ other }) => ({ par: [other] }),
    says: 'ECT_DAG_PARENT_MISSING',
  },
]

/** One task in each of many workflows, nearly all by mallory. */
function namesakes({ ids, task, workflow }: Names): VerifiedEct[] {
  return Array.from({ length: many }, (_, at) => {
    const [by, jti] = at === 23 ? [alice, { jti: uuid(99) }] : [at >= 31 ? malloryRekeyed : mallory, {}]
    return verified(signedToken({ tid: task, wid: workflow(at), ...jti }, by), { ids })
  })
}

async function answersTo(
  ledger: Ledger,
  tokens: readonly VerifiedEct[],
  admission: Admission = admit,
): Promise<unknown[]> {
  const results = await ledger.appendMany(tokens, admission)
  return results.map((result) => (result.ok ? result.entry.parents.map(({ sequence }) => sequence) : result.error.code))
}

/** Tasks whose id very many others have, which any issuer can bring about. */
export function describeNamesakes(onLedger: OnLedger): void {
  describe.each(kinds)('a task id of very many workflows ($ids)', (names) => {
    const { ids } = names
    const tokenOf = ({ claims, by }: Case): VerifiedEct => verified(signedToken(claims(names), by), { ids })

    it.each(cases)('$title', (each) =>
      onLedger(
        async (ledger) => {
          await ledger.appendMany(namesakes(names), admit)
          expect(await answersTo(ledger, [tokenOf(each)])).toEqual([each.says])
          const evidence = (await collect(ledger.equivocations())).map(({ sequence }) => sequence)
          expect(evidence).toEqual(each.contradicts === undefined ? [] : [each.contradicts])
        },
        { ids },
      ),
    )

    it('[LEDGER-APPEND-MANY] the same is said of each, again and again, and in the batch that records the others', () =>
      onLedger(
        async (ledger) => {
          const refused = cases.filter(({ says }) => typeof says === 'string')
          const said = refused.map(({ says }) => says)
          const all = [...namesakes(names), ...refused.map(tokenOf)]
          expect((await answersTo(ledger, all)).slice(many)).toEqual(said)
          expect(await answersTo(ledger, refused.map(tokenOf))).toEqual(said)
          expect(await answersTo(ledger, refused.map(tokenOf))).toEqual(said)
          expect(await ledger.size()).toBe(many)
        },
        { ids },
      ))

    it('[LEDGER-SIGNING-INPUT] each of them is found again', () =>
      onLedger(
        async (ledger) => {
          const tokens = namesakes(names)
          await ledger.appendMany(tokens, admit)
          expect(await ledger.appendMany(tokens, admit)).toMatchObject(
            tokens.map((_, sequence) => ({ ok: true, duplicate: true, entry: { sequence } })),
          )
          expect(await ledger.getByTaskId(names.spelt)).toHaveLength(many)
          expect(await ledger.getByTaskId(names.spelt, names.workflow(17))).toMatchObject([{ sequence: 17 }])
        },
        { ids },
      ))

    it('[DAG-PARENT-CROSS-SINGLE] where parents of other workflows are allowed they are not the single one', () =>
      onLedger(
        async (ledger) => {
          await ledger.appendMany(namesakes(names), admit)
          const child = verified(signedToken({ par: [names.task], wid: names.workflow(many) }), { ids })
          const admission = createAdmission({ crossWorkflowParents: true })
          expect(await answersTo(ledger, [child], admission)).toEqual(['ECT_DAG_PARENT_AMBIGUOUS'])
        },
        { ids },
      ))

    it('[LEDGER-ATOMIC] what came later than an answer counts for the next', () =>
      onLedger(
        async (ledger) => {
          await ledger.appendMany(namesakes(names), admit)
          const free = (by: Actor): VerifiedEct => verified(signedToken({ tid: names.task }, by), { ids })
          const bobsOwn = signedToken({ tid: names.task, wid: names.workflow(many) }, bob)
          expect(await answersTo(ledger, [free(bob)])).toEqual(['ECT_DAG_TASK_EXISTS'])
          await ledger.append(verified(bobsOwn, { ids }), admit)
          expect(await answersTo(ledger, [free(bob)])).toEqual(['ECT_LEDGER_EQUIVOCATION'])
          expect(await collect(ledger.equivocations())).toMatchObject([{ sequence: many }])
        },
        { ids },
      ))
  })

  describe('a tid of very many workflows, and a jti of the same text', () => {
    const workflow = (at: number): string => uuid(1000 + at)
    const agents = Array.from({ length: many }, (_, at): Actor => ({ ...mallory, agent: `${mallory.agent}/${at}` }))

    it('[REVISION-TASK-ID] are nothing to each other: the jti is free, and then the single one', () =>
      onLedger(async (ledger) => {
        await ledger.appendMany(namesakes({ ids: 'uuid', task: uuid(1), spelt: '', other: '', workflow }), admit)
        const child = (): VerifiedEct => laterToken('ect-00', { par: [uuid(1)] })
        const claim = (by: Actor): VerifiedEct => laterToken('ect-00', { jti: uuid(1) }, by)
        expect(await answersTo(ledger, [child()])).toEqual(['ECT_DAG_PARENT_MISSING'])
        expect(await answersTo(ledger, [claim(mallory), claim(alice), child()])).toEqual([
          [],
          'ECT_DAG_TASK_EXISTS',
          [many],
        ])
        const others = [child(), claim(bob), laterToken('ect-00', { jti: uuid(1), exec_act: 'other' }, mallory)]
        expect(await answersTo(ledger, others)).toEqual([[many], 'ECT_DAG_TASK_EXISTS', 'ECT_LEDGER_EQUIVOCATION'])
        expect(await answersTo(ledger, [token({ par: [uuid(1)] })])).toEqual(['ECT_DAG_PARENT_AMBIGUOUS'])
      }))

    it('[LEDGER-EQUIVOCATION] an issuer of both contradicts its own tid, though its jti is older', () =>
      onLedger(async (ledger) => {
        const names = { ids: 'uuid', task: uuid(1), spelt: '', other: '', workflow } as const
        const own = [laterToken('ect-00', { jti: uuid(1) }, bob), token({ tid: uuid(1), wid: workflow(many) }, bob)]
        await ledger.appendMany([...own, ...namesakes(names)], admit)
        expect(await answersTo(ledger, [token({ tid: uuid(1) }, bob)])).toEqual(['ECT_LEDGER_EQUIVOCATION'])
        expect(await collect(ledger.equivocations())).toMatchObject([{ sequence: 1 }])
      }))

    it('[REVISION-TASK-ID] nor the other way round: among jtis of very many issuers the tid is the single one', () =>
      onLedger(async (ledger) => {
        const jtis = agents.map((by, at) => laterToken('ect-00', { jti: uuid(1), wid: workflow(at) }, by))
        const tids = [token({ tid: uuid(1), jti: uuid(1), wid: workflow(3) }), token({ tid: uuid(1) }, bob)]
        expect(await answersTo(ledger, [...jtis, ...tids])).toEqual([...jtis.map(() => []), [], 'ECT_DAG_TASK_EXISTS'])
        expect(await answersTo(ledger, [token({ par: [uuid(1)] })])).toEqual([[many]])
        expect(await answersTo(ledger, [laterToken('ect-00', { par: [uuid(1)] })])).toEqual([
          'ECT_DAG_PARENT_AMBIGUOUS',
        ])
        const [first] = agents
        const rival = laterToken('ect-00', { jti: uuid(1), exec_act: 'other' }, first)
        expect(await answersTo(ledger, [rival, token({ tid: uuid(1) })])).toEqual([
          'ECT_LEDGER_EQUIVOCATION',
          'ECT_LEDGER_EQUIVOCATION',
        ])
        expect((await collect(ledger.equivocations())).map(({ sequence }) => sequence)).toEqual([0, many])
      }))
  })
}
