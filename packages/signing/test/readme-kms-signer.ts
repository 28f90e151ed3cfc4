import { derToJoseSignature, type OwnedJwk, type Signer } from '@wimse-ect/signing'

/** A signer whose key stays in the KMS: `sign` is the call of its API, which answers in DER. */
export function kmsSigner(publicJwk: OwnedJwk, sign: (bytes: Uint8Array) => Promise<Uint8Array>): Signer {
  return {
    alg: 'ES256',
    kid: 'agent-a-kms',
    publicJwk, // with sub: 'spiffe://example.com/agent/a'
    sign: async (bytes) => derToJoseSignature(await sign(bytes), 'ES256'),
  }
}
