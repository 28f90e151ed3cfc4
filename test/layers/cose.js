// Signs a task in CBOR, verifies the message, and has another one refused.
import { createCoseVerifier, signCoseEct } from '@wimse-ect/cose'
import { generateKey } from '@wimse-ect/signing'
import { jwksKeys } from '@wimse-ect/verification'

const alice = 'spiffe://example.com/agent/alice'
const bob = 'spiffe://example.com/agent/bob'
const { privateKey, publicJwk } = await generateKey({ kid: 'alice-key', subject: alice })
const message = await signCoseEct({ iss: alice, aud: bob, exec_act: 'review_spec', par: [] }, { key: privateKey })
const verifier = createCoseVerifier({ audience: bob, keys: jwksKeys({ keys: [publicJwk] }) })
const { bytes, task } = await verifier.verify(message)
console.log(`${task.action} in ${bytes.length} bytes`)
try {
  await verifier.verify(message.subarray(1))
} catch (error) {
  console.log(error.code)
}
