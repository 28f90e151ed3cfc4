import { setTimeout } from 'node:timers/promises'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3'
import { EctError } from '@wimse-ect/claims'
import { formatTilePath, tileWidth } from '@wimse-ect/ledger'
import type { TileStore } from './tile-store.ts'

/** Where in an object storage a log is published. */
export interface S3StoreOptions {
  /** The client; how often it tries a request again, and how long it waits, is its business. */
  readonly client: S3Client
  /** Name of the bucket, which has to exist. */
  readonly bucket: string
  /** What all keys begin with: empty, or ending with `/`. Default empty. */
  readonly prefix?: string | undefined
}

type Put = Pick<PutObjectCommandInput, 'IfMatch' | 'IfNoneMatch'>

const asTile = { ContentType: 'application/octet-stream', CacheControl: 'public, max-age=31536000, immutable' }
const asCheckpoint = { ContentType: 'text/plain; charset=utf-8', CacheControl: 'no-cache' }
/** The object on which conditional writes are tried out. */
const trialKey = '.conditional-writes'
const absent: Put = { IfNoneMatch: '*' }

/** How often a write is tried that is in conflict with another one (409), and how long after, in milliseconds. */
const conflictAttempts = 5
const conflictPauseMs = 50

/**
 * Publishes to S3-compatible storage that knows conditional writes: a tile is put with `If-None-Match: *`, the
 * checkpoint with `If-Match` and its entity tag.
 *
 * Before the first write of each store it is tried out, on the object `.conditional-writes`, that the server obeys both
 * conditions. One that ignores them would put an older checkpoint over a newer one and say that all is well.
 *
 * @throws EctError (the store) as {@link TileStore} says; `ECT_LEDGER_UNAVAILABLE` with path `conditional writes` for a
 * server that ignores conditions
 * @throws TypeError for a prefix in another form
 */
export function s3Store({ client, bucket, prefix = '' }: S3StoreOptions): TileStore {
  if (prefix.startsWith('/') || !/^$|\/$/.test(prefix)) throw new TypeError('prefix must be empty or end with a slash')
  const at = (key: string): { Bucket: string; Key: string } => ({ Bucket: bucket, Key: prefix + key })
  const put = (key: string, body: Uint8Array | string, condition: Put, headers: typeof asTile): Promise<boolean> =>
    putOnCondition(client, { ...at(key), Body: body, ...condition, ...headers })
  let trial: Promise<void> | undefined

  /** Tried once per store; after a failure, again. */
  function tryConditions(): Promise<void> {
    const write = (condition: Put): Promise<boolean> => put(trialKey, 'A trial.\n', condition, asCheckpoint)
    trial ??= checkConditions(write).catch((error) => {
      trial = undefined
      throw error
    })
    return trial
  }

  return {
    read: async (tile) => (await get(client, at(formatTilePath(tile))))?.bytes,

    checkpoint: async () => {
      const object = await get(client, at('checkpoint'))
      return (
        object && { note: new TextDecoder('utf-8', { ignoreBOM: true }).decode(object.bytes), version: object.version }
      )
    },

    create: async (tile, bytes) => {
      const key = formatTilePath(tile)
      await tryConditions()
      return put(key, bytes, absent, asTile)
    },

    swapCheckpoint: async (note, replaces) => {
      await tryConditions()
      return put('checkpoint', note, replaces === undefined ? absent : { IfMatch: replaces }, asCheckpoint)
    },

    removePartials: async (full) => {
      if (full.width !== tileWidth) throw new TypeError('a tile that is not full replaces no other')
      await removeAll(client, bucket, `${prefix}${formatTilePath(full)}.p/`)
    },
  }
}

/** @throws EctError `ECT_LEDGER_UNAVAILABLE` when one of two writes succeeds whose condition does not hold */
async function checkConditions(put: (condition: Put) => Promise<boolean>): Promise<void> {
  await put(absent)
  const ignores = (await put(absent)) || (await put({ IfMatch: '"00000000000000000000000000000000"' }))
  if (ignores) throw new EctError('ECT_LEDGER_UNAVAILABLE', { path: 'conditional writes' })
}

/** @returns false when the condition did not hold */
async function putOnCondition(client: S3Client, input: PutObjectCommandInput): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.send(new PutObjectCommand(input))
      return true
    } catch (error) {
      const status = statusOf(error)
      if (status === 412) return false
      // Of an object that is not there no version is the present one.
      if (input.IfMatch !== undefined && nameOf(error) === 'NoSuchKey') return false
      if (status !== 409 || attempt === conflictAttempts) throw unavailable(error)
      await setTimeout(conflictPauseMs * attempt)
    }
  }
}

async function get(
  client: S3Client,
  object: { Bucket: string; Key: string },
): Promise<{ bytes: Uint8Array; version: string } | undefined> {
  try {
    const { Body, ETag } = await client.send(new GetObjectCommand(object))
    if (Body === undefined || ETag === undefined) throw new EctError('ECT_LEDGER_UNAVAILABLE', { path: 'entity tag' })
    return { bytes: await Body.transformToByteArray(), version: ETag }
  } catch (error) {
    if (nameOf(error) === 'NoSuchKey') return undefined
    throw unavailable(error)
  }
}

async function removeAll(client: S3Client, bucket: string, prefix: string): Promise<void> {
  try {
    // A place has at most 255 partial tiles, which is less than a page of the list.
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }))
    for (const { Key } of Contents) await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }))
  } catch (error) {
    throw unavailable(error)
  }
}

function unavailable(cause: unknown): EctError {
  return cause instanceof EctError ? cause : new EctError('ECT_LEDGER_UNAVAILABLE', { cause })
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : ''
}

/** HTTP status of what the server answered; nothing when there was no answer. */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined
  const metadata = error.$metadata
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined
}
