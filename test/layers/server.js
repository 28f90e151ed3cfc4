// Serves a ledger in a file, records a token over HTTP, stops, and serves the same file again, with the explorer.
import { serve } from '@wimse-ect/server'
import { generateKey, signEct } from 'wimse-ect'

const agent = 'spiffe://example.com/agent/alice'
const audience = 'spiffe://example.com/system/ledger'
const { privateKey, publicJwk } = await generateKey({ kid: 'alice-key', subject: agent })
const claims = {
  iss: agent,
  aud: audience,
  exec_act: 'review_spec',
  par: [],
  pol: 'policy_v1',
  pol_decision: 'approved',
}
const body = await signEct(claims, { key: privateKey })
const options = { ledger: 'sqlite:ledger.db', create: {}, audience, keys: { keys: [publicJwk] }, port: 0 }

const first = await serve(options)
const headers = { 'content-type': 'application/wimse-exec+jwt' }
const answer = await fetch(`${first.url}/ects`, { method: 'POST', headers, body })
const { sequence } = await answer.json()
console.log(`${answer.status}: entry ${sequence}`)
await first.close()

const second = await serve(options)
const entry = await (await fetch(`${second.url}/entries/${sequence}`)).json()
console.log(`entry ${entry.sequence}: ${entry.action}`)

// The explorer comes with the package: its page, and the script that the page names.
const page = await (await fetch(`${second.url}/`)).text()
const script = /src="\.\/(assets\/[^"]+)"/.exec(page)?.[1]
console.log(`page: ${(await fetch(`${second.url}/${script}`)).headers.get('content-type')}`)
await second.close()
