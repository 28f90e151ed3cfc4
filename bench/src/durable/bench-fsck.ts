import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { DatabaseSync } from 'node:sqlite'
import { createSqliteLedger, fsckSqliteLedger, openSqliteLedgerReader } from '@wimse-ect/ledger-sqlite'
import { admit, buildGraph, type TaskRecord } from 'wimse-ect'
import { type BenchResult, type Effort, type Figure, scaled } from '../bench-result.ts'
import { type Candidate, type Cost, type Costs, compare, costsOf } from '../compare.ts'
import { speedSection } from '../speed-section.ts'
import { spreadOf } from '../spread.ts'
import { inTemporaryFolder } from '../temporary-folder.ts'
import { Workload } from '../workload.ts'

const entriesPerCommit = 1000
const [alone, inThreads] = ['fsck without signatures', 'the same in threads']

/** Checking a whole ledger, and making the graph of it, beside reading it. */
export async function benchFsck(effort: Effort): Promise<BenchResult> {
  const { repetitions, isScale } = effort
  const entries = scaled(isScale ? 1_000_000 : 200_000, effort)
  return inTemporaryFolder(async (path) => {
    const file = path('ledger.db')
    await fill(file, entries)
    const cores = availableParallelism()
    const candidates = [
      reading(entries),
      checking(alone, 0),
      ...(cores > 1 ? [checking(inThreads, cores)] : []),
      rebuilding(entries),
    ]
    const ofFile = await compare(candidates, { items: [file], turns: 1, repetitions })
    const costs = perEntry(ofFile, entries)
    const ours = candidates.slice(1).map(({ name }) => name)
    const rows = candidates.map(({ name }) => ({
      label: name,
      value: rateOf(costs, name).wall,
      unit: 'entries/s',
      digits: 0,
    }))
    return {
      title: 'Checking a ledger',
      about: `A SQLite ledger of ${entries.toLocaleString('en')} entries. fsck checks the structure of the file,
        every token against its indexes, its parents and its uniqueness, and the whole Merkle tree, without
        signatures, in one thread or with one more for each core. Reading is SELECT of all tokens and SHA-256 of each, and nothing else.`,
      sections: [
        { kind: 'values', title: 'From end to end', rows },
        speedSection('Beside reading', costs, { baseline: 'SELECT and SHA-256', ours }),
      ],
      figures: {
        'fsck, entries/s': rateOf(costs, cores > 1 ? inThreads : alone),
        'graph of a ledger, entries/s': rateOf(costs, rebuild),
      },
    }
  })
}

async function fill(file: string, entries: number): Promise<void> {
  const ledger = await createSqliteLedger(file)
  const workload = new Workload()
  for (let done = 0; done < entries; done += entriesPerCommit) {
    const results = await ledger.appendMany(workload.next(Math.min(entriesPerCommit, entries - done)), admit)
    if (!results.every(({ ok }) => ok)) throw new Error('a token was refused')
  }
  await ledger.close()
}

/** @param threads as `fsckSqliteLedger` takes them */
function checking(name: string, threads: number): Candidate<string> {
  return {
    name,
    start: () => async (files) => {
      for (const file of files) {
        for await (const { kind } of fsckSqliteLedger(file, { threads })) throw new Error(`fsck found ${kind}`)
      }
    },
  }
}

function reading(entries: number): Candidate<string> {
  return {
    name: 'SELECT and SHA-256',
    start: () => (files) => {
      for (const file of files) {
        const database = new DatabaseSync(file, { readOnly: true })
        let read = 0
        for (const { token } of database.prepare('SELECT token FROM entry').iterate()) {
          createHash('sha256').update(String(token)).digest()
          read += 1
        }
        database.close()
        if (read !== entries) throw new Error('an entry is missing')
      }
    },
  }
}

const rebuild = 'graph of all entries'

function rebuilding(entries: number): Candidate<string> {
  return {
    name: rebuild,
    start: () => async (files) => {
      for (const file of files) {
        const ledger = await openSqliteLedgerReader(file)
        const records: TaskRecord[] = []
        for await (const record of ledger.records()) records.push(record)
        await ledger.close()
        if (buildGraph(records).records.length !== entries) throw new Error('an entry is missing')
      }
    },
  }
}

function perEntry(costs: Costs, entries: number): Costs {
  const divided = ({ wallUs, cpuUs }: Cost): Cost => ({ wallUs: wallUs / entries, cpuUs: cpuUs / entries })
  return Object.fromEntries(Object.entries(costs).map(([name, each]) => [name, each.map(divided)]))
}

/** Entries per second. */
function rateOf(costs: Costs, name: string): Required<Figure> {
  const each = costsOf(costs, name)
  return {
    wall: spreadOf(each.map(({ wallUs }) => 1e6 / wallUs)),
    cpu: spreadOf(each.map(({ cpuUs }) => 1e6 / cpuUs)),
  }
}
