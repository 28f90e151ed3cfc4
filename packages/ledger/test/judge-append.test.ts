import type { Admission } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import { refusalOf, refusalOfCheck } from '../contract/refusal.ts'
import { alice, aliceRekeyed, bob, malleableTwin, malloryMasked, token, uuid } from '../contract/tokens.ts'
import { judgeAppend, type LedgerRecord, type LedgerView } from '../src/judge-append.ts'

/** A view of tokens that were recorded in this order. */
function viewOf(...tokens: readonly ReturnType<typeof token>[]): LedgerView {
  const records = tokens.map(
    ({ task, signingInput, header }, sequence): LedgerRecord => ({ task, sequence, signingInput, kid: header.kid }),
  )
  return {
    parentsFirst: true,
    recordsOf: (taskId) => records.filter(({ task }) => task.taskId === taskId),
    recordsIn: (taskId, workflowId) =>
      records.filter(({ task }) => task.taskId === taskId && task.workflowId === workflowId),
    recordOfToken: (issuer, id) => records.find(({ task }) => task.agent === issuer && task.tokenId === id),
    recordOfSigner: ({ taskId, agent }, kid) =>
      records.find(({ task, kid: other }) => task.taskId === taskId && task.agent === agent && other === kid),
  }
}

const notAsked: Admission = () => {
  throw new Error('the admission was asked')
}

const recorded = token({ tid: uuid(1), jti: uuid(2) })

describe('judging an append', () => {
  it('[LEDGER-ATOMIC] a new token is put before the admission, and what that admits is the judgement', () => {
    const child = token({ par: [uuid(1)] })
    const view = viewOf(recorded)
    const admitted = admit(child, view)
    const asked: unknown[][] = []
    const judgement = judgeAppend(child, view, (...question) => {
      asked.push(question)
      return admitted
    })
    expect(judgement).toEqual({ verdict: 'new', admitted })
    expect(asked).toEqual([[child, view]])
  })

  it('[LEDGER-TASK-SCOPE] an admission that forgets that the task is recorded makes no second record', () => {
    const [again, view] = [token({ tid: uuid(1) }, bob), viewOf(recorded)]
    const forgetful: Admission = (each) => admit(each, viewOf())
    expect(refusalOfCheck(() => judgeAppend(again, view, forgetful))).toMatchObject({
      code: 'ECT_DAG_TASK_EXISTS',
      taskId: uuid(1),
    })
  })

  it('[LEDGER-SIGNING-INPUT] a token with the signing input of a record is its duplicate', () => {
    const view = viewOf(token(), recorded)
    const judgement = judgeAppend(malleableTwin(recorded), view, notAsked)
    expect(judgement).toEqual({ verdict: 'duplicate', record: view.recordsOf(uuid(1))[0] })
  })

  it('[LEDGER-SIGNING-INPUT] it is a duplicate also where another record of its issuer has the same task id', () => {
    const [one, other] = [token({ tid: uuid(1), wid: uuid(8) }), token({ tid: uuid(1), wid: uuid(9) })]
    expect(judgeAppend(other, viewOf(one, other), notAsked)).toMatchObject({
      verdict: 'duplicate',
      record: { sequence: 1 },
    })
  })

  it('[LEDGER-SIGNING-INPUT] and it is found by its task, so that no issuer is accused of repeating itself', () => {
    for (const wid of [undefined, uuid(8)]) {
      const one = token({ tid: uuid(1), wid })
      const view = { ...viewOf(one), recordOfToken: () => undefined }
      expect(judgeAppend(one, view, notAsked)).toMatchObject({ verdict: 'duplicate', record: { sequence: 0 } })
    }
  })

  it('[LEDGER-EQUIVOCATION] where two of many stand for the records of an id, the contradicted one is asked for', () => {
    const records = [8, 9, 10].map((at) => token({ tid: uuid(1), wid: uuid(at) }, at === 10 ? bob : alice))
    const all = viewOf(...records)
    for (const shown of [all.recordsOf(uuid(1)).slice(1), all.recordsOf(uuid(1)).slice(0, 2)]) {
      const view = { ...all, recordsOf: () => shown }
      const verdict = (by: typeof bob) => judgeAppend(token({ tid: uuid(1) }, by), view, admit)
      expect(verdict(bob)).toMatchObject({ verdict: 'equivocation', record: { sequence: 2 } })
      expect(verdict(alice)).toMatchObject({ verdict: 'equivocation', record: { sequence: 0 } })
      expect(refusalOfCheck(() => verdict(aliceRekeyed))).toMatchObject({ code: 'ECT_DAG_TASK_EXISTS' })
    }
  })

  it('[LEDGER-EQUIVOCATION] another signing input by the same issuer and key contradicts the record', () => {
    const view = viewOf(recorded)
    const judgement = judgeAppend(token({ tid: uuid(1) }), view, notAsked)
    expect(judgement).toEqual({ verdict: 'equivocation', record: view.recordsOf(uuid(1))[0] })
  })

  it.each([
    { who: 'another issuer', by: bob },
    { who: 'another issuer whose key has the same kid', by: malloryMasked },
    { who: 'another key of the issuer', by: aliceRekeyed },
  ])('[LEDGER-OTHER-ISSUER] $who does not contradict: the admission refuses', async ({ by }) => {
    const rival = token({ tid: uuid(1) }, by)
    const judging = (async () => judgeAppend(rival, viewOf(recorded), admit))()
    expect(await refusalOf(judging)).toEqual({ code: 'ECT_DAG_TASK_EXISTS', path: undefined, taskId: uuid(1) })
  })

  it('[LEDGER-TASK-SCOPE] a task of another workflow is neither duplicate nor contradiction', () => {
    const view = viewOf(token({ tid: uuid(1), wid: uuid(8) }))
    expect(judgeAppend(token({ tid: uuid(1), wid: uuid(9) }), view, admit)).toMatchObject({ verdict: 'new' })
  })

  it('[LEDGER-JTI-UNIQUE] a jti that the issuer used is refused before the admission is asked', async () => {
    const reuse = token({ tid: uuid(3), jti: uuid(2), par: [uuid(4)] })
    const judging = (async () => judgeAppend(reuse, viewOf(recorded), notAsked))()
    expect(await refusalOf(judging)).toEqual({ code: 'ECT_REPLAY_SEEN', path: 'jti', taskId: uuid(3) })
  })

  it('[LEDGER-JTI-UNIQUE] a jti that only another issuer used is free', () => {
    expect(judgeAppend(token({ jti: uuid(2) }, bob), viewOf(recorded), admit)).toMatchObject({ verdict: 'new' })
  })

  it('[LEDGER-ATOMIC] only the records concerned are looked up: those of the task id, of issuer and jti, and the parents', () => {
    const asked: unknown[] = []
    const watched: LedgerView = {
      parentsFirst: true,
      recordsOf: (taskId) => {
        asked.push(taskId)
        return viewOf(recorded).recordsOf(taskId)
      },
      recordsIn: (taskId, workflowId) => {
        asked.push(taskId)
        return viewOf(recorded).recordsIn(taskId, workflowId)
      },
      recordOfToken: (issuer, tokenId) => {
        asked.push([issuer, tokenId])
        return undefined
      },
      recordOfSigner: ({ taskId }) => {
        asked.push(taskId)
        return undefined
      },
    }
    judgeAppend(token({ tid: uuid(3), jti: uuid(4), par: [uuid(1)] }), watched, admit)
    expect(new Set(asked.map(String))).toEqual(new Set([uuid(3), `${alice.agent},${uuid(4)}`, uuid(1)]))
  })
})
