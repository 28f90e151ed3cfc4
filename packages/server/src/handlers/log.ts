import { type Hash, parseTilePath } from '@wimse-ect/ledger'
import { jsonAnswer, textAnswer } from '../answers.ts'
import { HttpProblem } from '../http-problem.ts'
import { Query } from '../query.ts'
import { type Call, param, type Service } from '../service.ts'

/** What one has to know of the log to check what it says. */
export async function getLog(_call: Call, { ledger, audience }: Service): Promise<Response> {
  const { logKey, ids, maxLatenessSeconds } = ledger
  const origin = logKey?.split('+')[0]
  return jsonAnswer({ origin, logKey, ids, size: await ledger.size(), maxLatenessSeconds, audience })
}

/** The latest checkpoint [CHECKPOINT-NOTE]. */
export async function getCheckpoint(_call: Call, { ledger }: Service): Promise<Response> {
  if (ledger.logKey === undefined) throw new HttpProblem(404, { detail: 'this ledger signs nothing' })
  return textAnswer(await ledger.checkpoint())
}

/** The proof that an entry is in the tree of a size [PROOF-INCLUSION]. */
export async function getInclusionProof({ url }: Call, { ledger }: Service): Promise<Response> {
  const query = new Query(url)
  const [sequence, size] = [query.requiredNumber('sequence'), query.requiredNumber('size')]
  return jsonAnswer({ sequence, size, proof: base64(await ledger.inclusionProof(sequence, size)) })
}

/** The proof that a later tree begins with an earlier one [PROOF-CONSISTENCY]. */
export async function getConsistencyProof({ url }: Call, { ledger }: Service): Promise<Response> {
  const query = new Query(url)
  const [from, to] = [query.requiredNumber('from'), query.requiredNumber('to')]
  return jsonAnswer({ from, to, proof: base64(await ledger.consistencyProof(from, to)) })
}

/** A tile or a bundle of entries [LEDGER-TILES]. What it holds never changes, so that everybody may keep it. */
export async function getTile(call: Call, { ledger }: Service): Promise<Response> {
  const path = parseTilePath(`tile/${param(call, 'path')}`)
  const tile = path === undefined ? undefined : await ledger.tile(path)
  if (tile === undefined) throw new HttpProblem(404)
  const headers = {
    'content-type': 'application/octet-stream',
    'cache-control': 'private, max-age=31536000, immutable',
  }
  return new Response(new Uint8Array(tile), { headers })
}

function base64(proof: readonly Hash[]): readonly string[] {
  return proof.map((hash) => Buffer.from(hash).toString('base64'))
}
