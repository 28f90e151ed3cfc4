import { readFile } from 'node:fs/promises'
import { jsonLines, type ServeOptions, serve, type TlsOptions } from '@wimse-ect/server'
import { idsOfLedger, judgingFlags, judgingOptions, readKeySet } from '../judging-options.ts'
import { databasePlace, ledgerFlags } from '../ledger-place.ts'
import { openDatabase } from '../open-reading.ts'
import { findSigner, logKeyFlag } from '../open-writing.ts'
import { print, tell } from '../output.ts'
import { jsonLine, printable } from '../printable.ts'
import { wholeNumber } from '../read-option.ts'
import { UsageError } from '../usage-error.ts'
import { defineVerb, jsonFlag, type Verb } from '../verb.ts'

const flags = {
  ...ledgerFlags,
  ...judgingFlags,
  ...logKeyFlag,
  host: { type: 'string', value: 'ADDRESS', help: 'address to bind (default 127.0.0.1); others need access control' },
  port: { type: 'string', value: 'N', help: 'port, 0 for any that is free (default 8787)' },
  threads: { type: 'string', value: 'N', help: 'threads that check signatures (default: cores less one, at most 3)' },
  'write-tokens': { type: 'string', value: 'FILE', help: 'bearer tokens of writers, one a line' },
  'read-tokens': { type: 'string', value: 'FILE', help: 'bearer tokens of readers, one a line' },
  'write-certificate': { type: 'string', multiple: true, value: 'NAME', help: 'a writer: URI:..., DNS:... or CN=...' },
  'read-certificate': { type: 'string', multiple: true, value: 'NAME', help: 'a reader, in the same form' },
  'public-reads': { type: 'boolean', help: 'everybody may read' },
  'tls-cert': { type: 'string', value: 'FILE', help: 'certificate of the service, PEM' },
  'tls-key': { type: 'string', value: 'FILE', help: 'its private key, PEM' },
  'client-ca': { type: 'string', value: 'FILE', help: 'authorities of client certificates, PEM' },
  ...jsonFlag,
} as const

/** Serves a ledger. */
export const verb: Verb = defineVerb({
  name: 'serve',
  about: `Serves a ledger over HTTP: records tokens, shows entries, receipts, proofs, tiles and graphs, and the explorer page.
Prints its address; what happens is written to standard error as JSON lines, without tokens.

SIGHUP reads the key set again. SIGINT and SIGTERM stop it when what it has begun is answered; a second one cuts that.`,
  flags,
  async run({ values }) {
    const { json = false, keys: keyFile, host } = values
    const { audience, revisions, algorithms, ids } = judgingOptions(values)
    const port = portIn(values.port)
    const threads = wholeNumber(values.threads, '--threads')
    const reader = await openDatabase(values)
    await reader.close()
    idsOfLedger(reader, ids)
    const place = databasePlace(values)
    const running = await serve({
      ledger: place.kind === 'sqlite' ? `sqlite:${place.file}` : place.url,
      logName: place.kind === 'postgres' ? place.name : undefined,
      signer: await findSigner(values),
      audience,
      keys: await readKeySet(keyFile),
      judging: { revisions, algorithms },
      access: await accessOf(values),
      tls: await tlsOf(values),
      host,
      port,
      threads,
      log: jsonLines(process.stderr),
      signals: ['SIGINT', 'SIGTERM'],
    })
    process.on('SIGHUP', () => {
      readKeySet(keyFile)
        .then(running.replaceKeys)
        .catch((error: unknown) => {
          tell(`the key set stays as it was: ${printable(error instanceof Error ? error.message : '')}`)
        })
    })
    await print(json ? jsonLine({ url: running.url }) : running.url)
    await running.closed
    return 0
  },
})

interface AccessValues {
  readonly 'write-tokens'?: string | undefined
  readonly 'read-tokens'?: string | undefined
  readonly 'write-certificate'?: readonly string[] | undefined
  readonly 'read-certificate'?: readonly string[] | undefined
  readonly 'public-reads'?: boolean | undefined
}

/** `undefined` when nothing was said about it: then only loopback can be bound, and everybody there may do both. */
async function accessOf(values: AccessValues): Promise<ServeOptions['access']> {
  const { 'write-tokens': writeFile, 'read-tokens': readFile, 'public-reads': publicReads } = values
  const { 'write-certificate': writeCertificates, 'read-certificate': readCertificates } = values
  const given = [writeFile, readFile, publicReads, writeCertificates, readCertificates]
  if (given.every((value) => value === undefined)) return undefined
  const [writeTokens, readTokens] = await Promise.all([linesIn(writeFile), linesIn(readFile)])
  return { writeTokens, readTokens, writeCertificates, readCertificates, publicReads }
}

interface TlsValues {
  readonly 'tls-cert'?: string | undefined
  readonly 'tls-key'?: string | undefined
  readonly 'client-ca'?: string | undefined
}

async function tlsOf(values: TlsValues): Promise<TlsOptions | undefined> {
  const { 'tls-cert': certFile, 'tls-key': keyFile, 'client-ca': caFile } = values
  if ((certFile === undefined) !== (keyFile === undefined)) throw new UsageError('--tls-cert and --tls-key go together')
  if (certFile === undefined || keyFile === undefined) {
    if (caFile !== undefined) throw new UsageError('--client-ca needs --tls-cert and --tls-key')
    return undefined
  }
  const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')])
  return caFile === undefined ? { cert, key } : { cert, key, ca: await readFile(caFile, 'utf8') }
}

async function linesIn(file: string | undefined): Promise<readonly string[] | undefined> {
  if (file === undefined) return undefined
  const text = await readFile(file, 'utf8')
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function portIn(text: string | undefined): number | undefined {
  const port = wholeNumber(text, '--port')
  if (port !== undefined && port > 65_535) throw new UsageError('--port is at most 65535')
  return port
}
