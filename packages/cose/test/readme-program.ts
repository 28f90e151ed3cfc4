import { isEctError } from '@wimse-ect/claims'
import { createCoseVerifier, signCoseEct } from '@wimse-ect/cose'
import { admit, inlineStore } from '@wimse-ect/dag'
import { generateKey } from '@wimse-ect/signing'
import { jwksKeys } from '@wimse-ect/verification'

const alice = 'spiffe://example.com/agent/alice'
const bob = 'spiffe://example.com/agent/bob'
const { privateKey: key, publicJwk } = await generateKey({ kid: 'alice-key', subject: alice })
const verifier = createCoseVerifier({ audience: bob, keys: jwksKeys({ keys: [publicJwk] }) })

const claims = { iss: alice, aud: bob, pol: 'policy_v1', pol_decision: 'approved' } as const
const review = await verifier.verify(await signCoseEct({ ...claims, exec_act: 'review_spec', par: [] }, { key }))

const message = await signCoseEct({ ...claims, exec_act: 'implement_module', par: [review.task.taskId] }, { key })
const implement = await verifier.verify(message)
const { parents } = admit(implement, inlineStore([review]))
console.log(`${implement.task.action} after ${parents[0]?.task.action}`)

try {
  await verifier.verify(message) // once more
} catch (error) {
  console.log(isEctError(error) ? `refused: ${error.code}` : error)
}
