import { EctError, isEctError, isWellFormedSignature, type SignatureAlgorithm } from '@wimse-ect/claims'
import { algorithmOfKey, checkAlgorithm } from './algorithm-of-key.ts'
import type { OwnedJwk } from './jwk.ts'
import { ownSignBytes, type SignBytes, type Signer } from './signer.ts'
import { importCryptoKey, verifyWithCryptoKey } from './web-crypto.ts'

/** A signer whose signatures are checked before they are returned, unless this package makes them. */
export interface CheckedSigner {
  readonly alg: SignatureAlgorithm
  readonly kid: string
  /** SPIFFE ID of the key's owner, where the public key names it. */
  readonly owner: string | undefined
  /**
   * The signature, at once where it is computed here and now: a promise for it costs a fiftieth of signing a token.
   *
   * @throws EctError `ECT_SIGNATURE_SIGNER` when the signer fails (its error is the cause) or returns something that
   * its public key does not confirm; an `ECT_SIGNATURE_DER` of `derToJoseSignature` passes
   */
  readonly sign: SignBytes
}

type Confirms = (signature: Uint8Array<ArrayBuffer>, bytes: Uint8Array<ArrayBuffer>) => Promise<boolean>

/**
 * Puts a check behind a signer that this package did not make: a KMS that was given the wrong key, or a driver that
 * returns another encoding, is noticed here and not first by whoever receives the token.
 *
 * @param skipCheck leaves out the check of signatures that this package did not make
 * @returns a promise only where a key has to be imported for the check
 * @throws TypeError for something that is no signer, and for a public key that is missing, does not fit or cannot be
 * imported; nothing has been signed then
 */
export function checkedSigner(signer: Signer, skipCheck: boolean): CheckedSigner | Promise<CheckedSigner> {
  const { alg, kid, publicJwk } = checkForm(signer)
  const facts = { alg, kid, owner: publicJwk?.sub }
  const signBytes = ownSignBytes(signer)
  // Ours writes to nothing that it is given, and keeps nothing that it returns.
  if (signBytes !== undefined) return { ...facts, sign: (bytes) => callSigner(signBytes, bytes) }
  const signAndCheck = (confirms?: Confirms): SignBytes => {
    return async (bytes) => {
      // Copies: before the signer answers, the next token may lie where this one does; and the signer may write to what
      // it is given, and still hold what it returned.
      const signed = new Uint8Array(bytes)
      const signature = new Uint8Array(await callSigner((copy) => signer.sign(copy), new Uint8Array(signed)))
      const isConfirmed = (await confirms?.(signature, signed)) !== false
      if (!isConfirmed || !isWellFormedSignature(signature, alg)) throw new EctError('ECT_SIGNATURE_SIGNER')
      return signature
    }
  }
  if (skipCheck) return { ...facts, sign: signAndCheck() }
  return signatureCheck(publicJwk, alg, kid).then((confirms) => ({ ...facts, sign: signAndCheck(confirms) }))
}

function checkForm(signer: Signer): Pick<Signer, 'alg' | 'kid' | 'publicJwk'> {
  if (typeof signer?.sign !== 'function') {
    throw new TypeError('key must be a Signer; generateKey and the signerFrom... functions make one')
  }
  const { alg, kid, publicJwk } = signer
  if (typeof kid !== 'string') throw new TypeError('kid of the signer must be a string')
  return { alg: checkAlgorithm(alg), kid, publicJwk }
}

async function signatureCheck(
  publicJwk: OwnedJwk | undefined,
  alg: SignatureAlgorithm,
  kid: string,
): Promise<Confirms> {
  if (publicJwk === undefined) {
    throw new TypeError('a signer of your own needs publicJwk, so that its signatures can be checked')
  }
  algorithmOfKey(publicJwk, alg, 'verify')
  if ((publicJwk.kid ?? kid) !== kid) throw new TypeError('the signer and its publicJwk name different keys (kid)')
  const key = await importCryptoKey(publicJwk, alg)
  return (signature, bytes) => verifyWithCryptoKey(key, alg, signature, bytes)
}

function callSigner(sign: SignBytes, bytes: Uint8Array): Uint8Array | Promise<Uint8Array> {
  try {
    const signature = sign(bytes)
    return signature instanceof Uint8Array ? signature : Promise.resolve(signature).then(checkBytes, failed)
  } catch (cause) {
    return failed(cause)
  }
}

function checkBytes(signature: unknown): Uint8Array {
  if (!(signature instanceof Uint8Array)) throw new EctError('ECT_SIGNATURE_SIGNER')
  return signature
}

function failed(cause: unknown): never {
  throw isEctError(cause, 'ECT_SIGNATURE_DER') ? cause : new EctError('ECT_SIGNATURE_SIGNER', { cause })
}
