import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateNoteKey, noteSigner } from '@wimse-ect/ledger'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { codeOf } from '../../../ledger/contract/refusal.ts'
import { type TemporaryFolder, temporaryFolder } from '../../../ledger/contract/temporary-folder.ts'
import { createFileWitnessState, openFileWitnessState } from '../../src/node/index.ts'
import { entriesOf, logKeys, logOf, NaiveLog, origin } from '../naive-log.ts'
import { seen, statusOf, submit, witnessOf } from '../witnesses.ts'

let folder: TemporaryFolder
let file: string

beforeEach(() => {
  folder = temporaryFolder()
  file = folder.path('witness-state')
})
afterEach(() => folder.remove())

describe('what is kept', () => {
  it('[LEDGER-DURABLE-ACK] a witness that starts again knows what it cosigned, for each log', async () => {
    const other = generateNoteKey('ledger.example.com/other')
    const otherLog = new NaiveLog(entriesOf(7), noteSigner(other.signerKey))
    const logs = [logKeys.verifierKey, other.verifierKey]

    const state = await createFileWitnessState(file)
    const witness = witnessOf({ state, logs })
    const first = [submit(witness, logOf(5), 0), submit(witness, otherLog, 0)]
    expect(await Promise.all(first.map(statusOf))).toEqual([200, 200])
    expect(await statusOf(submit(witness, logOf(9), 5))).toBe(200)
    await state.close()

    const again = await openFileWitnessState(file)
    const restarted = witnessOf({ state: again, logs })
    expect(await seen(submit(restarted, logOf(9), 0))).toEqual([409, '9\n'])
    expect(await seen(submit(restarted, otherLog, 0))).toEqual([409, '7\n'])
    expect(await statusOf(submit(restarted, logOf(9, 'forked', 8), 9))).toBe(422)
    expect(await statusOf(submit(restarted, logOf(12), 9))).toBe(200)
    await again.close()
  })

  it('check and write are one step', async () => {
    const state = await createFileWitnessState(file)
    const notes = await Promise.all([1, 2, 3].map((size) => logOf(size).checkpoint()))
    expect(await Promise.all(notes.map((note) => state.advance(origin, undefined, note)))).toEqual([true, false, false])
    expect(await state.latest(origin)).toBe(notes[0])
    expect(await state.advance(origin, notes[1], notes[2] ?? '')).toBe(false)
    expect(await state.advance(origin, notes[0], notes[2] ?? '')).toBe(true)
    await state.close()
  })

  it('a note that is not of the log is a mistake, and is not written', async () => {
    const state = await createFileWitnessState(file)
    const before = readFileSync(file)
    await expect(state.advance('ledger.example.com/other', undefined, await logOf(1).checkpoint())).rejects.toThrow(
      TypeError,
    )
    await expect(state.advance(origin, undefined, 'no note')).rejects.toThrow(TypeError)
    expect(readFileSync(file)).toEqual(before)
    await state.close()
  })
})

describe('a state that cannot be relied on is not taken for a new one: ECT_WITNESS_STATE', () => {
  it('no file, to open; a file, to create', async () => {
    expect(await codeOf(openFileWitnessState(file))).toBe('ECT_WITNESS_STATE')
    await (await createFileWitnessState(file)).close()
    expect(await codeOf(createFileWitnessState(file))).toBe('ECT_WITNESS_STATE')
    expect(await codeOf(createFileWitnessState(folder.path('missing/state')))).toBe('ECT_WITNESS_STATE')
  })

  it('a bit that changed in any byte, and an end that is missing', async () => {
    const state = await createFileWitnessState(file)
    await submit(witnessOf({ state }), logOf(5), 0)
    await state.close()
    const whole = readFileSync(file)
    const damaged = [
      ...Array.from(whole, (byte, at) => whole.with(at, byte ^ (1 << (at % 8)))),
      ...Array.from(whole, (_, length) => whole.subarray(0, length)),
      Buffer.concat([whole, Buffer.from('\n')]),
    ]
    const codes = new Set<string>()
    for (const bytes of damaged) {
      writeFileSync(file, bytes)
      codes.add(await codeOf(openFileWitnessState(file)))
    }
    expect([...codes]).toEqual(['ECT_WITNESS_STATE'])
    writeFileSync(file, whole)
    expect(await codeOf(openFileWitnessState(file))).toBe('accepted')
  })

  it('a folder in place of the file, or of the lock', async () => {
    mkdirSync(file)
    expect(await codeOf(openFileWitnessState(file))).toBe('ECT_WITNESS_STATE')
    mkdirSync(folder.path('other-lock'))
    expect(await codeOf(createFileWitnessState(folder.path('other')))).toBe('ECT_WITNESS_STATE')
  })

  it('a state that was closed', async () => {
    const state = await createFileWitnessState(file)
    await state.close()
    await state.close()
    expect(await codeOf(state.latest(origin))).toBe('ECT_WITNESS_STATE')
    expect(await codeOf(state.advance(origin, undefined, await logOf(1).checkpoint()))).toBe('ECT_WITNESS_STATE')
  })

  it('a disk that fails: 503, no cosignature, and it goes on where it was when the disk is back', async () => {
    const place = folder.path('disk')
    mkdirSync(place)
    const state = await createFileWitnessState(join(place, 'state'))
    const witness = witnessOf({ state })
    await submit(witness, logOf(5), 0)
    renameSync(place, folder.path('away'))
    const [status, body] = await seen(submit(witness, logOf(9), 5))
    expect(status).toBe(503)
    expect(body).not.toContain('\u2014')
    renameSync(folder.path('away'), place)
    expect(await statusOf(submit(witness, logOf(9, 'forked'), 5))).toBe(422)
    expect(await statusOf(submit(witness, logOf(9), 5))).toBe(200)
    await state.close()
  })
})

describe('one process has a state', () => {
  it('a second one gets ECT_WITNESS_LOCKED until the first has closed it', async () => {
    const state = await createFileWitnessState(file)
    expect(await codeOf(openFileWitnessState(file))).toBe('ECT_WITNESS_LOCKED')
    expect(await codeOf(createFileWitnessState(file))).toBe('ECT_WITNESS_LOCKED')
    await state.close()
    expect(await codeOf(openFileWitnessState(file))).toBe('accepted')
  })

  it('also another process, and the lock of one that was killed is free', async () => {
    await (await createFileWitnessState(file)).close()
    const holder = spawn(process.execPath, [
      '--conditions=@wimse-ect/source',
      '--no-warnings',
      join(import.meta.dirname, 'holding-process.ts'),
      file,
    ])
    await once(holder.stdout, 'data')
    expect(await codeOf(openFileWitnessState(file))).toBe('ECT_WITNESS_LOCKED')
    const ended = once(holder, 'exit')
    holder.kill('SIGKILL')
    await ended
    expect(await codeOf(openFileWitnessState(file))).toBe('accepted')
  })

  it('a state that could not be opened is not locked', async () => {
    expect(await codeOf(openFileWitnessState(file))).toBe('ECT_WITNESS_STATE')
    expect(await codeOf(createFileWitnessState(file))).toBe('accepted')
  })
})
