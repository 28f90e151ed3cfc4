export { createFileWitnessState, type FileWitnessState, openFileWitnessState } from './file-witness-state.ts'
export { witnessListener } from './witness-listener.ts'
