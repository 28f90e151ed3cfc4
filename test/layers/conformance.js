// Lets @wimse-ect/claims take the decode suite (npx ect-conformance run --suite decode --impl 'node conformance.js').
import { createInterface } from 'node:readline'
import { decodeEct, isEctError } from '@wimse-ect/claims'

for await (const line of createInterface({ input: process.stdin })) {
  const { tcId, token, options } = JSON.parse(line)
  console.log(JSON.stringify({ tcId, ...answer(token, options) }))
}

function answer(token, options) {
  try {
    const { header, payload } = decodeEct(token, options)
    return { result: 'valid', expect: { header, payload } }
  } catch (error) {
    if (!isEctError(error)) throw error
    return { result: 'invalid', code: error.code }
  }
}
