import { benchLedgerPostgres } from './ledger-postgres/bench-ledger-postgres.ts'
import { benchLedgerSqlite } from './ledger-sqlite/bench-ledger-sqlite.ts'

const benches: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  'ledger-postgres': benchLedgerPostgres,
  'ledger-sqlite': benchLedgerSqlite,
}

const [name = '', ...args] = process.argv.slice(2)
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined
if (bench === undefined) {
  console.error(`usage: bench ${Object.keys(benches).join('|')} [options]; --help tells them`)
  process.exitCode = 2
} else {
  await bench(args)
}
