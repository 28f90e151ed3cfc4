import type { VerifiedEct } from '@wimse-ect/claims'
import fc from 'fast-check'
import { submissionAbout, submitted } from '../random-tokens.ts'
import { bob, token, uuid } from '../tokens.ts'

/** Calls of one writer, one after the other. */
export type WriterPlan = readonly (readonly VerifiedEct[])[]

/**
 * What each of several writers is to submit: tokens about few tasks in overlapping workflows, so that they contradict,
 * repeat and build on one another; and a task each whose parent is that of the next writer, all round. One of those
 * tasks is submitted as a root too, so that the others can follow, all but the one that would close the ring.
 */
export function writerPlans(writers: number, callsPerWriter: number): readonly WriterPlan[] {
  const ringId = (at: number): string => uuid(700 + (at % writers))
  const ring = Array.from({ length: writers }, (_, at) => token({ tid: ringId(at), par: [ringId(at + 1)] }))
  const root = token({ tid: ringId(0) }, bob)
  const tasks = Math.ceil((writers * callsPerWriter) / 4)
  const call = fc.array(submissionAbout(tasks), { minLength: 1, maxLength: 4 })
  const sent: VerifiedEct[] = []
  return ring.map((ringToken, writer) =>
    fc.sample(call, callsPerWriter).map((submissions, at) => {
      const tokens = submitted(submissions, sent)
      sent.push(...tokens)
      const isHalfWay = at === Math.floor(callsPerWriter / 2)
      return [...tokens, ...(at % 2 === 0 ? [ringToken] : []), ...(writer === 0 && isHalfWay ? [root] : [])]
    }),
  )
}
