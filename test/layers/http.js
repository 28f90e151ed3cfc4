// Answers a request with the child of its task, through the fetch core and through node:http.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { executionContext, verifiedTokensOf, withExecutionContext } from '@wimse-ect/http'
import { executionContext as listener } from '@wimse-ect/http/node'
import { generateKey } from '@wimse-ect/signing'
import { createVerifier, jwksKeys } from '@wimse-ect/verification'

const agent = async (name) => {
  const id = `spiffe://example.com/agent/${name}`
  return { id, ...(await generateKey({ kid: name, subject: id })) }
}
const [alice, bob] = [await agent('alice'), await agent('bob')]
const keys = jwksKeys({ keys: [alice.publicJwk, bob.publicJwk] })
const verifierOf = ({ id }) => createVerifier({ audience: id, keys })
const issuerOf = ({ id, privateKey }) => ({ id, key: privateKey })

const options = { verifier: verifierOf(bob), issuer: issuerOf(bob) }
const task = { exec_act: 'implement_module', pol: 'policy_v2', pol_decision: 'approved' }
const answer = ({ subjects, issueChild }) => {
  issueChild(task)
  return subjects.map((parent) => parent.task.action).join()
}

const core = executionContext(options, (_request, execution) => new Response(answer(execution)))
await ask(core, 'https://bob.example/')

const server = createServer(listener(options, (_request, response, execution) => response.end(answer(execution))))
server.listen(0, '127.0.0.1')
await once(server, 'listening')
await ask(fetch, `http://127.0.0.1:${server.address().port}/`)
server.close()

async function ask(send, url) {
  const claims = { ...task, aud: bob.id, exec_act: 'review_spec' }
  const asking = withExecutionContext(send, {
    issuer: issuerOf(alice),
    claims,
    response: { verifier: verifierOf(alice) },
  })
  const response = await asking(url)
  const [child] = verifiedTokensOf(response).subjects
  console.log(`${response.status} ${child.task.action} after ${await response.text()}`)
}
