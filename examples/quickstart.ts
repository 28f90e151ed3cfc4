import { createVerifier, generateKey, jwksKeys, MemoryLedger, signEct } from 'wimse-ect'

// Agent A did a task and signs what it did. iat, exp, jti and tid are filled in.
const { privateKey, publicJwk } = await generateKey({ kid: 'agent-a-key', subject: 'spiffe://example.com/agent/a' })
const compact = await signEct(
  {
    iss: 'spiffe://example.com/agent/a',
    aud: 'spiffe://example.com/agent/b',
    exec_act: 'review_spec',
    par: [],
    pol: 'policy_v1',
    pol_decision: 'approved',
  },
  { key: privateKey },
)

// Agent B verifies the token, judges it against the graph so far and records it, in one step.
const ledger = new MemoryLedger()
const keys = jwksKeys({ keys: [publicJwk] })
const verifier = createVerifier({ audience: 'spiffe://example.com/agent/b', keys, ledger })
const entry = await verifier.record(compact)

console.log(`${entry.agent} did ${entry.action}: entry ${entry.sequence}, task ${entry.taskId}`)
