// Signs what two agents did; bob's task follows from alice's. Prints the tokens and the keys that verify them.
import { generateKey, signEct } from '@wimse-ect/signing'

const alice = await generateKey({ kid: 'alice-key', subject: 'spiffe://example.com/agent/alice' })
const bob = await generateKey({ kid: 'bob-key', subject: 'spiffe://example.com/agent/bob' })

const tid = crypto.randomUUID()
const shared = { aud: 'spiffe://example.com/system/ledger', pol: 'policy_v1', pol_decision: 'approved' }
const review = { ...shared, iss: 'spiffe://example.com/agent/alice', tid, exec_act: 'review_spec', par: [] }
const implement = { ...shared, iss: 'spiffe://example.com/agent/bob', exec_act: 'implement_module', par: [tid] }

const tokens = [await signEct(review, { key: alice.privateKey }), await signEct(implement, { key: bob.privateKey })]
console.log(JSON.stringify({ tokens, jwks: { keys: [alice.publicJwk, bob.publicJwk] } }))
