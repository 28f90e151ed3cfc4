import { parseArgs } from 'node:util'

/** What the command line asks for. */
export interface Options {
  /** Folder for the files. */
  readonly out: string
  /** Whether everything is left running when the scenes are over. */
  readonly keep: boolean
  readonly help: boolean
}

/** What `--help` prints. */
export const helpText = `Usage: demo [--out DIR] [--keep]

Starts nine agents, each a process with a key of its own, two ledgers and a
witness, and plays three scenes: two agents, the life cycle of a medical device's software in three
modes, and the attacks of Mallory.

  --out DIR   where to write ledger.db, late-ledger.db, graph.mmd, graph.svg, ledger.jsonl, jwks.json,
              receipt.txt, log-key.txt and witness-key.txt (default: demo-output)
  --keep      leave everything running afterwards, print where, and end on Ctrl-C
  --help      this text

Exit code: 0 all as expected, 1 a surprise, 2 wrong use.
Colours and progress appear on a terminal; set NO_COLOR, or TERM=dumb, to have neither.
`

/**
 * Reads the arguments after the program's name.
 *
 * @throws TypeError with a message for the user
 */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      out: { type: 'string', default: 'demo-output' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.out === '') throw new TypeError('--out needs a folder')
  return values
}
