// Ends by itself, although the threads of its pools are never told to.
import { createVerifierPool } from '../../src/node/verifier-pool.ts'
import { alice } from '../cast.ts'
import { jobOf } from '../jobs.ts'

createVerifierPool({ threads: 1 })
const jobs = Array.from({ length: 300 }, (_, n) => jobOf(alice, n, () => true))
const answers = await createVerifierPool({ threads: 1 }).check(jobs)
console.log(`checked ${answers.filter(Boolean).length}`)
