// Opens the state of a witness and keeps it until it is killed: node holding-process.ts <file>
import { openFileWitnessState } from '../../src/node/index.ts'

const state = await openFileWitnessState(process.argv[2] ?? '')
setInterval(() => void state.latest(''), 1000)
console.log('open')
