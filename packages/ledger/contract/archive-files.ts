import { gunzipSync, gzipSync } from 'node:zlib'
import { exportLedger } from '../src/archive/export-ledger.ts'
import type { LedgerReader } from '../src/durable/stored-ledger-reader.ts'
import { collect } from './collect.ts'

/** A line of an archive, or what a test puts in its place: a text is written as it is. */
export type Line = Readonly<Record<string, unknown>> | string

/** The archive of a ledger. */
export async function archiveOf(ledger: LedgerReader): Promise<Buffer> {
  return Buffer.concat(await collect(exportLedger(ledger)))
}

/** What is in an archive, decompressed. */
export function textOf(archive: Uint8Array): string {
  return gunzipSync(archive).toString()
}

/** The lines of an archive. */
export function linesOf(archive: Uint8Array): Readonly<Record<string, unknown>>[] {
  return textOf(archive)
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
}

/** An archive of these lines. */
export function packed(lines: readonly Line[]): Buffer {
  return gzipSync(lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''))
}

/** Bytes as a source gives them. */
export async function* streamOf(bytes: Uint8Array, chunkBytes = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
}
