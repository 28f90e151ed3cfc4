import { createVerifier, generateKey, jwksKeys, MemoryLedger, signEct } from 'wimse-ect'

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
const verifier = createVerifier({
  audience: 'spiffe://example.com/agent/b',
  keys: jwksKeys({ keys: [publicJwk] }),
  ledger: new MemoryLedger(),
})
const entry = await verifier.record(compact) // verify, admit and append, safe to repeat
console.log(`${entry.agent} did ${entry.action}: entry ${entry.sequence}`)
