// Without a database there is nothing to record in. This one asks where none is, and says what came of it.
import { openPostgresLedger } from '@wimse-ect/ledger-postgres'

try {
  await openPostgresLedger('postgres://nobody@127.0.0.1:1/nowhere')
} catch (error) {
  console.log(error.code)
}
