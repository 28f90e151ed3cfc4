// Verifies tokens (node signing.js | node verification.js), also in a thread of a pool, and prints the verified ones.
import { json } from 'node:stream/consumers'
import { createVerifier, createVerifierPool, jwksKeys } from '@wimse-ect/verification'

const { tokens, jwks } = await json(process.stdin)
await untilThreadAnswers(tokens[0], jwks.keys[0])
const verifier = createVerifier({ audience: 'spiffe://example.com/system/ledger', keys: jwksKeys(jwks) })
const verified = []
for (const token of tokens) verified.push(await verifier.verify(token))
console.log(JSON.stringify(verified))

async function untilThreadAnswers(token, jwk) {
  const pool = createVerifierPool({ threads: 1 })
  const [header, payload, signature] = token.split('.')
  // This thread is slow, and finds every signature wrong.
  const check = () => new Promise((resolve) => setTimeout(resolve, 5, false))
  const job = {
    alg: jwk.alg,
    jwk,
    check,
    signed: `${header}.${payload}`,
    signature: Buffer.from(signature, 'base64url'),
  }
  while (!(await pool.check([job, job, job, job])).includes(true)) {
    if (pool.threads === 0) throw new Error('the thread of the pool has ended')
  }
}
