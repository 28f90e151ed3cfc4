import { readFileSync } from 'node:fs'
import { isEctError } from '@wimse-ect/claims'
import { createVerifier, jwksKeys } from '@wimse-ect/verification'

const [compact = '', keySetFile = ''] = process.argv.slice(2)
const verifier = createVerifier({
  audience: 'spiffe://example.com/agent/bob',
  keys: jwksKeys(JSON.parse(readFileSync(keySetFile, 'utf8'))), // each key names its owner in `sub`
})
try {
  const { task } = await verifier.verify(compact)
  console.log(`${task.agent} did ${task.action}`)
} catch (error) {
  console.log(isEctError(error) ? `refused: ${error.code}` : error)
}
