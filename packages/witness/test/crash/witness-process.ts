// A witness that runs until it is killed: node witness-process.ts <state file> <signer key> <log key>. Prints its URL.
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { noteSigner } from '@wimse-ect/ledger'
import { createWitness } from '../../src/index.ts'
import { createFileWitnessState, openFileWitnessState, witnessListener } from '../../src/node/index.ts'

const [, , file = '', signerKey = '', logKey = ''] = process.argv
const state = await (existsSync(file) ? openFileWitnessState(file) : createFileWitnessState(file))
const signer = noteSigner(signerKey, 'witness')
// A client that was killed with its connections is no complaint; there is none here.
const witness = createWitness({ signer, logs: [logKey], state, onError: (error) => console.error(error) })
const server = createServer(witnessListener(witness))
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
})
