// Reads what tokens say (node signing.js | node claims.js). Nothing of it is known to be true: no signature is checked.
import { json } from 'node:stream/consumers'
import { decodeEct } from '@wimse-ect/claims'

const { tokens } = await json(process.stdin)
for (const token of tokens) {
  const { header, payload } = decodeEct(token)
  console.log(`${header.kid} says ${payload.exec_act}`)
}
