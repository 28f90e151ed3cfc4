import { S3Client } from '@aws-sdk/client-s3'
import { s3Store } from '../../src/s3-store.ts'
import type { TileStore } from '../../src/tile-store.ts'
import { S3Server } from './s3-server.ts'

const bucket = 'ledger'
export const prefix = 'audit/'

/** A server of its own, and stores on it. */
export interface OnS3 {
  readonly server: S3Server
  /** @param maxAttempts how often the client tries a request. Default 1 */
  open(maxAttempts?: number): TileStore
}

/** A client as for any S3-compatible server. */
export function clientFor(endpoint: string, maxAttempts = 1): S3Client {
  const credentials = { accessKeyId: 'alice', secretAccessKey: 'not a secret' }
  return new S3Client({ endpoint, region: 'eu-central-1', forcePathStyle: true, credentials, maxAttempts })
}

/** Runs a test with a server that is closed afterwards. */
export async function onS3<T>(run: (s3: OnS3) => Promise<T>): Promise<T> {
  const server = await S3Server.start(bucket)
  const clients: S3Client[] = []
  const open = (maxAttempts?: number): TileStore => {
    const client = clientFor(server.url, maxAttempts)
    clients.push(client)
    return s3Store({ client, bucket, prefix })
  }
  try {
    return await run({ server, open })
  } finally {
    for (const client of clients) client.destroy()
    await server.close()
  }
}
