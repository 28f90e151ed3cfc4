import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isEctError, signatureAlgorithms } from '@wimse-ect/claims'
import { generateKey } from '@wimse-ect/signing'
import type { KeySet, KeySetMember } from '@wimse-ect/verification'
import { readKeySet } from '../judging-options.ts'
import { print, tell } from '../output.ts'
import { jsonLine, printable } from '../printable.ts'
import { oneOf } from '../read-option.ts'
import { isFile } from '../read-tokens.ts'
import { UsageError } from '../usage-error.ts'
import { defineVerb, jsonFlag, type Verb } from '../verb.ts'
import { withLock } from '../with-lock.ts'
import { checkFree, writeWhole } from '../write-whole.ts'

const flags = {
  kid: { type: 'string', required: true, value: 'K', help: 'name of the key, unique in the key set' },
  subject: { type: 'string', required: true, value: 'SPIFFE_ID', help: 'the workload that will sign with it' },
  alg: { type: 'string', value: 'ALG', help: `${signatureAlgorithms.join(', ')} (default ES256)` },
  out: { type: 'string', required: true, value: 'FILE', help: 'where the private key goes, mode 600' },
  public: { type: 'string', required: true, value: 'FILE', help: 'key set that the public key is added to' },
  force: { type: 'boolean', help: 'overwrite the private key; replace a key of the same name' },
  ...jsonFlag,
} as const

/** Makes a key pair. The private half goes to a file and nowhere else. */
export const verb: Verb = defineVerb({
  name: 'keygen',
  about: 'Makes a key pair: the private key in a file of its own, the public key in a key set, with its owner in sub.',
  flags,
  async run({ values }) {
    const { kid, subject, out, public: publicFile, force = false, json = false } = values
    const alg = oneOf(values.alg, signatureAlgorithms, '--alg') ?? 'ES256'
    if (resolve(out) === resolve(publicFile)) throw new UsageError('--out and --public cannot be the same file')
    checkFree(out, force)
    const { privateJwk, publicJwk } = await generate(kid, subject, alg)
    await withLock(publicFile, async () => {
      const set = isFile(publicFile) ? await readKeySet(publicFile) : { keys: [] }
      if (!force && set.keys.some((key) => key.kid === kid)) {
        throw new UsageError('the key set has a key of this name; --force replaces it')
      }
      await writeWhole(out, `${JSON.stringify(privateJwk, undefined, 2)}\n`, { mode: 0o600, force })
      try {
        await writeWhole(publicFile, keySetText(set, publicJwk), { force: true })
      } catch (error) {
        // A private key whose public half nobody has would only be in the way.
        if (!force) await rm(out)
        throw error
      }
    })
    if (json) await print(jsonLine({ kid, subject, alg, private: out, public: publicFile }))
    else tell(`private key in ${printable(out)}, public key added to ${printable(publicFile)}`)
    return 0
  },
})

async function generate(kid: string, subject: string, alg: (typeof signatureAlgorithms)[number]) {
  try {
    return await generateKey({ kid, subject, alg, extractable: true })
  } catch (error) {
    // They are arguments here, and not claims of a token.
    if (isEctError(error)) throw new UsageError(`${error.code}: ${error.message}`)
    throw error
  }
}

function keySetText(set: KeySet, added: KeySetMember): string {
  const others = set.keys.filter(({ kid }) => kid !== added.kid)
  return `${JSON.stringify({ ...set, keys: [...others, added] }, undefined, 2)}\n`
}
