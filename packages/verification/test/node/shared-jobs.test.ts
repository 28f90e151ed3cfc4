import { describe, expect, it } from 'vitest'
import { SharedJobs } from '../../src/node/shared-jobs.ts'
import { alice, mallory } from '../cast.ts'
import { jobOf } from '../jobs.ts'

const byAlice = () => true
const jobs = [jobOf(alice, 1, byAlice), jobOf(mallory, 22, () => true), jobOf(alice, 333, byAlice)]

describe('SharedJobs', () => {
  it('another thread reads what was signed, the signature and the key of each', () => {
    const received = new SharedJobs(structuredClone(SharedJobs.from(jobs).message))
    for (const [at, job] of jobs.entries()) {
      expect(Buffer.from(received.signed(at)).toString('latin1')).toBe(job.signed)
      expect(new Uint8Array(received.signature(at))).toEqual(new Uint8Array(job.signature))
      const { kty, crv, x, y } = job.jwk
      expect(JSON.parse(received.key(at))).toEqual(['ES256', { kty, crv, x, y }])
    }
  })

  it('each key is handed over once, and nothing of it but what makes up a public key', () => {
    const [job] = jobs
    const secret = { ...alice.jwk, d: 'secret', kid: 'alice', sub: alice.id }
    const { message } = SharedJobs.from(job === undefined ? jobs : [{ ...job, jwk: secret }])
    expect(message.keys.join()).not.toMatch(/secret|alice/)
    expect(SharedJobs.from(jobs).message.keys).toHaveLength(2)
  })

  it('memory is as large as what lies in it', () => {
    const bytes = jobs.reduce((sum, { signed, signature }) => sum + signed.length + signature.length, 0)
    expect(SharedJobs.from(jobs).message.memory.byteLength).toBe(4 + 3 * 13 + bytes)
  })

  it('every job is claimed once, in their order, whoever claims', () => {
    const shared = SharedJobs.from(jobs)
    const other = new SharedJobs(shared.message)
    expect([shared.claim(), other.claim(), shared.claim(), other.claim(), shared.claim()]).toEqual([
      0,
      1,
      2,
      undefined,
      undefined,
    ])
  })

  it('an answer is seen by the others, and what nobody answered is neither right nor wrong', () => {
    const shared = SharedJobs.from(jobs)
    const other = new SharedJobs(shared.message)
    other.answer(0, true)
    other.answer(2, false)
    expect([0, 1, 2].map((at) => shared.answerTo(at))).toEqual([true, undefined, false])
    expect(new TextDecoder().decode(Uint8Array.from(shared.signed(0)))).toBe(jobs[0]?.signed)
  })
})
