import { decodeCompactJws } from '@wimse-ect/claims'
import { coloured, print, tell } from '../output.ts'
import { jsonLine, jsonText } from '../printable.ts'
import { readToken } from '../read-tokens.ts'
import { defineVerb, jsonFlag, type Verb } from '../verb.ts'

/** Shows what a token says. */
export const verb: Verb = defineVerb({
  name: 'inspect',
  operands: 'TOKEN',
  count: [1, 1],
  about: `Shows header and payload of a token, of whatever revision. Nothing is verified: anybody can write such a token.`,
  flags: jsonFlag,
  async run({ values, positionals: [operand = ''] }) {
    const { header, payload } = decodeCompactJws(await readToken(operand))
    if (values.json === true) {
      await print(jsonLine({ untrusted: true, header, payload }))
      return 0
    }
    await print(coloured('yellow', 'UNTRUSTED: no signature was checked'))
    await print(jsonText({ header, payload }))
    tell('ect verify says whether it is genuine')
    return 0
  },
})
