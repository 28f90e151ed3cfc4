import { checkReceipt, type NoteKeyKind, parseVerifierKey } from '@wimse-ect/ledger'
import { coloured, print } from '../output.ts'
import { jsonLine, printable } from '../printable.ts'
import { wholeNumber } from '../read-option.ts'
import { readText } from '../read-text.ts'
import { isFile, readToken } from '../read-tokens.ts'
import { UsageError } from '../usage-error.ts'
import { defineVerb, jsonFlag, type Verb } from '../verb.ts'

const flags = {
  'log-key': { type: 'string', required: true, value: 'VKEY', help: 'verifier key of the log, as init prints it' },
  token: { type: 'string', value: 'T', help: 'the token that the receipt has to be of (default: the one in it)' },
  witness: { type: 'string', multiple: true, value: 'VKEY', help: 'a witness that has to have cosigned' },
  threshold: { type: 'string', value: 'N', help: 'how many of the witnesses have to (default: all)' },
  ...jsonFlag,
} as const

/** Checks a receipt. */
export const verb: Verb = defineVerb({
  name: 'ledger check',
  operands: 'RECEIPT',
  count: [1, 1],
  about: `Checks a receipt offline: that the log with this key has the token, at this place. RECEIPT is a file, or - for
standard input. Whether the token is genuine is for ect verify to say; --json prints it.`,
  flags,
  async run({ values, positionals: [operand = ''] }) {
    const { witness: witnesses, token, 'log-key': logKey } = values
    checkKey(logKey, 'log', '--log-key')
    for (const witness of witnesses ?? []) checkKey(witness, 'witness', '--witness')
    if (values.threshold !== undefined && witnesses === undefined)
      throw new UsageError('--threshold goes with --witness')
    const threshold = wholeNumber(values.threshold, '--threshold') ?? witnesses?.length ?? 0
    const checked = checkReceipt(await receiptIn(operand), {
      logKey,
      token: token === undefined ? undefined : await readToken(token),
      witnessPolicy: witnesses && { witnesses, threshold },
    })
    const { origin, size, witnessings } = checked.checkpoint
    const { sequence } = checked
    if (values.json === true)
      await print(jsonLine({ ok: true, origin, sequence, size, witnessings, token: checked.token }))
    else
      await print(`${coloured('green', 'proved')} entry ${sequence} of ${printable(origin)}, which had ${size} entries`)
    return 0
  },
})

/** A receipt has several lines; what has one and is no file is meant as the name of a file. */
async function receiptIn(operand: string): Promise<string> {
  const text = operand.includes('\n') && !isFile(operand) ? operand : await readText(operand)
  return text.endsWith('\n') ? text : `${text}\n`
}

/** Without this a mistyped key would look like a refused receipt. */
function checkKey(text: string, kind: NoteKeyKind, flag: string): void {
  try {
    parseVerifierKey(text, kind)
  } catch {
    throw new UsageError(`${flag} is not the verifier key of a ${kind}, name+id+base64`)
  }
}
