import type { SignatureCheck } from '../signature-check.ts'
import type { SignatureJob } from '../verifier-pool-options.ts'

/** Jobs as they are handed to a thread: memory that both see, and the keys as texts. */
export interface SharedJobsMessage {
  readonly memory: SharedArrayBuffer
  readonly count: number
  /** `[alg, jwk]` as JSON, for each key once. */
  readonly keys: readonly string[]
}

/** Where the place of the next job stands that nobody has claimed. */
const nextPlace = 0
const headNumbers = 1
/** For each job: the end of what was signed, the end of the signature, and the place of the key. */
const numbersOfJob = 3
const numberBytes = Int32Array.BYTES_PER_ELEMENT

const unanswered = 0
const right = 1
const wrong = 2

/**
 * Signatures that several threads check together: each claims the next one that nobody has claimed, and writes its
 * answer beside it. So one message hands over any number of them, no thread waits for another one, and nothing has to
 * be sent back.
 */
export class SharedJobs {
  readonly message: SharedJobsMessage
  readonly #numbers: Int32Array
  readonly #answers: Uint8Array
  readonly #bytes: Buffer

  constructor(message: SharedJobsMessage) {
    const { memory, count } = message
    const numbers = headNumbers + count * numbersOfJob
    this.message = message
    this.#numbers = new Int32Array(memory, 0, numbers)
    this.#answers = new Uint8Array(memory, numbers * numberBytes, count)
    this.#bytes = Buffer.from(memory, numbers * numberBytes + count)
  }

  static from(jobs: readonly SignatureJob[]): SharedJobs {
    const places = new Map<SignatureCheck, number>()
    const keys: string[] = []
    let bytes = 0
    for (const job of jobs) {
      bytes += job.signed.length + job.signature.length
      if (!places.has(job.check)) places.set(job.check, keys.push(keyText(job)) - 1)
    }
    const count = jobs.length
    const memory = new SharedArrayBuffer((headNumbers + count * numbersOfJob) * numberBytes + count + bytes)
    const shared = new SharedJobs({ memory, count, keys })
    let end = 0
    for (const [at, { check, signed, signature }] of jobs.entries()) {
      // It is ASCII: base64url and a dot.
      const signedEnd = end + shared.#bytes.write(signed, end, 'latin1')
      shared.#bytes.set(signature, signedEnd)
      end = signedEnd + signature.length
      shared.#numbers.set([signedEnd, end, places.get(check) ?? keys.length], headNumbers + at * numbersOfJob)
    }
    return shared
  }

  /** The place of a job that is now the caller's; `undefined` when all are claimed. */
  claim(): number | undefined {
    const at = Atomics.add(this.#numbers, nextPlace, 1)
    return at < this.message.count ? at : undefined
  }

  signed(at: number): Uint8Array {
    return this.#bytes.subarray(this.#start(at), this.#number(at, 0))
  }

  signature(at: number): Uint8Array {
    return this.#bytes.subarray(this.#number(at, 0), this.#number(at, 1))
  }

  /** The text of the key. */
  key(at: number): string {
    return this.message.keys[this.#number(at, 2)] ?? ''
  }

  answer(at: number, isRight: boolean): void {
    Atomics.store(this.#answers, at, isRight ? right : wrong)
  }

  /** What was answered; `undefined` as long as nothing was. */
  answerTo(at: number): boolean | undefined {
    const answer = Atomics.load(this.#answers, at)
    return answer === unanswered ? undefined : answer === right
  }

  #start(at: number): number {
    return at === 0 ? 0 : this.#number(at - 1, 1)
  }

  #number(at: number, member: number): number {
    return this.#numbers[headNumbers + at * numbersOfJob + member] ?? 0
  }
}

/** Only what makes up a public key: nothing else leaves the thread. */
function keyText({ alg, jwk }: Pick<SignatureJob, 'alg' | 'jwk'>): string {
  const { kty, crv, x, y, n, e } = jwk
  return JSON.stringify([alg, { kty, crv, x, y, n, e }])
}
