import { readFileSync } from 'node:fs'
import { verifiedTokensOf, withExecutionContext } from '@wimse-ect/http'
import { createVerifier, jwksKeys, matchesContentHash, signerFromJwk } from 'wimse-ect'

const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8'))
const [, , url = ''] = process.argv
const id = 'spiffe://example.com/agent/alice'

const send = withExecutionContext(fetch, {
  issuer: { id, key: await signerFromJwk(readJson('alice.jwk')) },
  claims: {
    aud: 'spiffe://example.com/agent/bob',
    exec_act: 'review_spec',
    pol: 'spec_review_policy_v2',
    pol_decision: 'approved',
  },
  response: { verifier: createVerifier({ audience: id, keys: jwksKeys(readJson('jwks.json')) }) },
})

const response = await send(`${url}/modules`, { method: 'POST', body: 'the spec, reviewed' })
const body = new Uint8Array(await response.arrayBuffer())
for (const { task } of verifiedTokensOf(response).subjects) {
  const isBody = await matchesContentHash(task.outputHash ?? '', body)
  console.log(`${task.agent} did ${task.action}; this is ${isBody ? '' : 'not '}what came out`)
}
console.log(new TextDecoder().decode(body))
