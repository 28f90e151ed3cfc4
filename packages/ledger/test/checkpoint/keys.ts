import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { generateNoteKey, type NoteSigner, noteSigner } from '../../src/checkpoint/note-signer.ts'

/** Keys of one log or witness. */
export interface TestKeys {
  readonly signerKey: string
  readonly verifierKey: string
  readonly signer: NoteSigner
}

export function logKeys(origin = 'ledger.example.com/audit'): TestKeys {
  const keys = generateNoteKey(origin)
  return { ...keys, signer: noteSigner(keys.signerKey) }
}

export function witnessKeys(name: string): TestKeys {
  const keys = generateNoteKey(name, 'witness')
  return { ...keys, signer: noteSigner(keys.signerKey, 'witness') }
}

/** A checkpoint in parts. */
export interface CheckpointParts {
  readonly size: number
  readonly root: string
  readonly signature: string
}

/** The log in the test data of a Go implementation (Tessera), its key and its first entries. */
export const goLog: {
  readonly signerKey: string
  readonly verifierKey: string
  readonly entries: readonly string[]
  readonly checkpoints: readonly CheckpointParts[]
} = {
  signerKey: 'PRIVATE+KEY+example.com/log/testdata+33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg',
  verifierKey: 'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx',
  entries: 'one two three four five six seven eit nain ten ileven twelf threeten fourten fivten'.split(' '),
  checkpoints: [
    {
      size: 1,
      root: '0Nc2CrefWKseHj/mStd+LqC8B+NrX0btIiPt2SmN+ek=',
      signature: 'M9e0lhr9kuLxGdAtaUrhm84TQffVsLdcy808sN0a3WyniNlfcr9+bywoiIke1YYciCNjJGkCgIlQ8b16jhsmg/SChAM=',
    },
    {
      size: 10,
      root: 'y8/gZsZCtitsMan09tY+k8I7Qpr7Y5fbO2tLi9GQnfU=',
      signature: 'M9e0lrmwaVEOWFZ+HS5ITnRd2YMOSWE5QeoYu+6DHwJLnJ+SVeJ2ZiYeD7lVC5oGJx76gbfLSyCUEq6D8JkarrsuiQQ=',
    },
    {
      size: 15,
      root: 'rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=',
      signature: 'M9e0luh4jTG+UMBqOUo9/q+yAEvx1ilBEniMvjf1zfcBOhg+CKubMt53MvIt/uEWP6zdkdIQzd/fmwlM/dlPWF74ewI=',
    },
  ],
}

/** The text of one of its checkpoints. */
export function goCheckpoint({ size, root, signature }: CheckpointParts): string {
  return `example.com/log/testdata\n${size}\n${root}\n\n\u2014 example.com/log/testdata ${signature}\n`
}

/** Ed25519 by node:crypto, for a raw public key. */
export function nodeVerifies(signature: Uint8Array, message: Uint8Array | string, publicKey: Uint8Array): boolean {
  const x = Buffer.from(publicKey).toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  return verify(null, Buffer.from(message), key, signature)
}

/** The Ed25519 signature by node:crypto, for a signer key as text. */
export function nodeSignature(message: string, signerKey: string): Uint8Array {
  // PRIVATE+KEY+name+id+base64, and base64 has plus signs too.
  const seed = Buffer.from(signerKey.split('+').slice(4).join('+'), 'base64').subarray(1)
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  return new Uint8Array(
    sign(null, Buffer.from(message), createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })),
  )
}
