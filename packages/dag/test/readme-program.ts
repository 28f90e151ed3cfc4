import { isEctError, type PolicyDecision, type VerifiedEct } from '@wimse-ect/claims'
import { admit, descendants, inlineStore, inspect } from '@wimse-ect/dag'
import { generateKey, signEct } from '@wimse-ect/signing'
import { jwksKeys, verifyEct } from '@wimse-ect/verification'

const alice = 'spiffe://example.com/agent/alice'
const bob = 'spiffe://example.com/agent/bob'
const { privateKey: key, publicJwk } = await generateKey({ kid: 'alice-key', subject: alice })
const keys = jwksKeys({ keys: [publicJwk] })

/** A task of alice, signed by her and verified by bob. */
async function taskOfAlice(action: string, parents: VerifiedEct[], decision: PolicyDecision): Promise<VerifiedEct> {
  const par = parents.map(({ task }) => task.taskId)
  const claims = { iss: alice, aud: bob, exec_act: action, par, pol: 'policy_v1', pol_decision: decision }
  return verifyEct(await signEct(claims, { key }), { audience: bob, keys })
}

const review = await taskOfAlice('review_spec', [], 'approved')
const test = await taskOfAlice('execute_test_suite', [review], 'rejected')
const release = await taskOfAlice('approve_release', [test], 'approved')

// Without a ledger: the parents came with the token.
console.log(`admitted with ${admit(test, inlineStore([review])).parents.length} parent`)
try {
  admit(release, inlineStore([test, review]))
} catch (error) {
  console.log('refused:', isEctError(error) ? error.code : error)
}

// What is wrong with tasks that are recorded already, and what builds on one of them.
const records = [review, test, release].map(({ task }, sequence) => ({ task, sequence }))
for (const { record, error } of inspect(records)) console.log(record.task.action, error.path, error.code)
for (const { task } of descendants(test.task.taskId, records)) console.log(`${task.action} builds on the test`)
