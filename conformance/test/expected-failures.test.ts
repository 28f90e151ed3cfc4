import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parseExpectedFailures } from '../src/expected-failures.ts'
import { conformanceRoot } from '../src/load.ts'

const schema = JSON.parse(readFileSync(join(conformanceRoot, 'schema/expected-failures.schema.json'), 'utf8')) as object
const fitsSchema = new Ajv2020({ strict: true, strictRequired: false }).compile(schema)

const reason = 'It was never done.'
const right = [
  { cases: [4004], reason },
  { suite: 'dag', reason },
  { revision: 'execution-context-00', reason },
  { suite: 'decode', rule: 'ENV-BOM', result: 'invalid', except: [1034], reason },
]
const wrong: readonly unknown[] = [
  null,
  [],
  'all',
  { reason },
  { cases: [4004] },
  { cases: [4004], reason: '' },
  { cases: [4004], reason: ' \n' },
  { cases: [4004], reason: 7 },
  { cases: [], reason },
  { cases: 4004, reason },
  { cases: ['4004'], reason },
  { cases: [4004.5], reason },
  { cases: [0], reason },
  { cases: [4004], suite: 'dag', reason },
  { suite: 7, reason },
  { rule: 'ENV-BOM', result: 'unsupported', reason },
  { rule: 'ENV-BOM', except: [], reason },
  { rule: 'ENV-BOM', reason, because: 'x' },
]

describe('the reader of expected failures', () => {
  it.each(right)('takes %j, and so does the schema', (entry) => {
    const list = { expectedFailures: [entry] }
    expect(parseExpectedFailures(JSON.stringify(list))).toEqual([entry])
    expect(fitsSchema(list)).toBe(true)
  })

  it.each(wrong.map((entry) => [entry]))('refuses %j as wrong use, and so does the schema', (entry) => {
    const list = { expectedFailures: [entry] }
    expect(() => parseExpectedFailures(JSON.stringify(list))).toThrow(TypeError)
    expect(fitsSchema(list)).toBe(false)
  })

  it.each(['', '[]', '{}', '{"expectedFailures":{}}', '{"expectedFailures":[],"more":1}'])('refuses %s', (text) => {
    expect(() => parseExpectedFailures(text)).toThrow(TypeError)
  })

  it('takes an empty list, and the name of the schema', () => {
    expect(parseExpectedFailures('{"$schema":"x","expectedFailures":[]}')).toEqual([])
  })
})
