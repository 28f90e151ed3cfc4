// Verifies tokens (node signing.js | node verification.js) and prints the verified ones.
import { json } from 'node:stream/consumers'
import { createVerifier, jwksKeys } from '@wimse-ect/verification'

const { tokens, jwks } = await json(process.stdin)
const verifier = createVerifier({ audience: 'spiffe://example.com/system/ledger', keys: jwksKeys(jwks) })
const verified = []
for (const token of tokens) verified.push(await verifier.verify(token))
console.log(JSON.stringify(verified))
