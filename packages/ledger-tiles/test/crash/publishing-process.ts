// Publishes a growing log to a folder for ever: node publishing-process.ts <folder> <signer key>. Says each size once
// it is published.
import { writeSync } from 'node:fs'
import { formatVerifierKey, type Hash, noteSigner } from '@wimse-ect/ledger'
import { folderStore, publishLog } from '../../src/index.ts'
import { publishedSize } from '../proved-entries.ts'
import { TestLog } from '../test-log.ts'

const [, , folder = '', signerKey = ''] = process.argv

/** What several processes publish is one log: each has the entries that another has published already. */
class SharedLog extends TestLog {
  override async consistencyProof(from: number, to: number): Promise<readonly Hash[]> {
    this.growTo(to)
    return super.consistencyProof(from, to)
  }
}

const signer = noteSigner(signerKey)
const store = folderStore(folder)
const log = new SharedLog(0, signer)
for (;;) {
  const published = (await publishedSize(store, formatVerifierKey(signer.key))) ?? 0
  log.growTo(published + 1 + Math.floor(Math.random() * 400))
  const { size } = await publishLog(log, store, { removePartials: Math.random() < 0.5 })
  writeSync(1, `${size}\n`)
}
