import { generateKey, signEct } from '@wimse-ect/signing'

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
console.log(compact, JSON.stringify({ keys: [publicJwk] }))
