import { expect, it } from 'vitest'
import { SharedJobs } from '../../src/node/shared-jobs.ts'
import { type ImportedKeys, takeJobs } from '../../src/node/take-jobs.ts'
import { alice, mallory } from '../cast.ts'
import { forged, jobOf } from '../jobs.ts'
import { makeSigner } from '../signer.ts'

/** Answers of this thread are not asked for here. */
const never = () => {
  throw new Error('not asked')
}
const answersTo = (shared: SharedJobs) => Array.from({ length: shared.message.count }, (_, at) => shared.answerTo(at))

it('[VERIFY-SIGNATURE] says of each signature whether it is right', async () => {
  const shared = SharedJobs.from([
    jobOf(alice, 1, never),
    forged(jobOf(alice, 2, never)),
    { ...jobOf(alice, 3, never), signed: 'text.4' },
    jobOf(alice, 5, never),
  ])
  await takeJobs(shared.message, new Map())
  expect(answersTo(shared)).toEqual([true, false, false, true])
})

it('[VERIFY-SIGNATURE] judges each by its own key', async () => {
  const asMallory = { ...jobOf(alice, 3, () => true), jwk: mallory.jwk }
  const shared = SharedJobs.from([jobOf(alice, 1, never), jobOf(mallory, 2, () => false), asMallory])
  await takeJobs(shared.message, new Map())
  expect(answersTo(shared)).toEqual([true, true, false])
})

it.each(['ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256'] as const)(
  '%s is checked from shared memory too',
  async (alg) => {
    const signer = { ...alice, ...makeSigner(alg) }
    const shared = SharedJobs.from([jobOf(signer, 1, never), forged(jobOf(signer, 2, never))])
    await takeJobs(shared.message, new Map())
    expect(answersTo(shared)).toEqual([true, false])
  },
)

it('what others have claimed is left to them', async () => {
  const shared = SharedJobs.from([jobOf(alice, 1, never), jobOf(alice, 2, never)])
  shared.claim()
  await takeJobs(shared.message, new Map())
  expect(answersTo(shared)).toEqual([undefined, true])
})

it('a key that cannot be imported leaves its signatures unanswered, and the others are checked', async () => {
  const broken = { ...jobOf(alice, 1, () => true), jwk: { ...alice.jwk, x: 'AAAA' } }
  const shared = SharedJobs.from([broken, jobOf(alice, 2, never)])
  await takeJobs(shared.message, new Map())
  expect(answersTo(shared)).toEqual([undefined, true])
})

it('a key that was not handed over has no text, and its signatures stay unanswered', async () => {
  const shared = SharedJobs.from([jobOf(alice, 1, never)])
  const keyless = { ...shared.message, keys: [] }
  expect(new SharedJobs(keyless).key(0)).toBe('')
  await takeJobs(keyless, new Map())
  expect(answersTo(shared)).toEqual([undefined])
})

it('a key is imported once, and when a thousand are kept it begins anew', async () => {
  const imported: ImportedKeys = new Map()
  const jobs = SharedJobs.from([jobOf(alice, 1, never), jobOf(alice, 2, never)])
  await takeJobs(jobs.message, imported)
  const [check] = imported.values()
  expect(imported.size).toBe(1)
  await takeJobs(SharedJobs.from([jobOf(alice, 3, never)]).message, imported)
  expect(imported.size).toBe(1)
  expect([...imported.values()][0]).toBe(check)
  for (let n = 0; n < 998; n++) imported.set(`key ${n}`, Promise.resolve(never))
  await takeJobs(SharedJobs.from([jobOf(mallory, 1, never)]).message, imported)
  expect(imported.size).toBe(1000)
  const third = { ...alice, ...makeSigner('ES256') }
  await takeJobs(SharedJobs.from([jobOf(third, 1, never)]).message, imported)
  expect(imported.size).toBe(1)
})
