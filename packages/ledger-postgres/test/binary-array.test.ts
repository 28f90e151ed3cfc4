import pg from 'pg'
import { expect, inject, it } from 'vitest'
import { binaryArray } from '../src/binary-array.ts'
import { encodeIds } from '../src/stored-id.ts'

/** What the server takes a parameter for, as text. */
async function asRead(parameter: Buffer, type: string): Promise<unknown> {
  const client = new pg.Client(inject('postgresUrl'))
  await client.connect()
  try {
    const { rows } = await client.query(`SELECT ($1::${type})::text AS read`, [parameter])
    return rows[0]?.read
  } finally {
    await client.end()
  }
}

const uuids = ['00112233-4455-6677-8899-aabbccddeeff', null, 'ffffffff-0000-4000-8000-90abcdef1234']

it.each([
  { of: 'no elements', parameter: binaryArray.int8([]), type: 'bigint[]', read: '{}' },
  { of: 'int4', parameter: binaryArray.int4([0, 2 ** 31 - 1]), type: 'int[]', read: '{0,2147483647}' },
  {
    of: 'int8 on both sides of 32 bits',
    parameter: binaryArray.int8([0, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER]),
    type: 'bigint[]',
    read: '{0,4294967295,4294967296,9007199254740991}',
  },
  {
    of: 'texts with quotes, nulls, nothing and all of Unicode',
    parameter: binaryArray.text(['a"\\,{}', null, '', 'é\u{1f512}', 'NULL']),
    type: 'text[]',
    read: '{"a\\"\\\\,{}",NULL,"",é\u{1f512},"NULL"}',
  },
  {
    of: 'texts of ASCII',
    parameter: binaryArray.ascii(['a"\\,{}', null, '', '[-1,2]']),
    type: 'text[]',
    read: '{"a\\"\\\\,{}",NULL,"","[-1,2]"}',
  },
  {
    of: 'bytes',
    parameter: binaryArray.bytea([Uint8Array.of(0, 255), null, new Uint8Array()]),
    type: 'bytea[]',
    read: '{"\\\\x00ff",NULL,"\\\\x"}',
  },
  {
    of: 'UUIDs',
    parameter: encodeIds(uuids, 'uuid'),
    type: 'bytea[]',
    read: '{"\\\\x00112233445566778899aabbccddeeff",NULL,"\\\\xffffffff00004000800090abcdef1234"}',
  },
  {
    of: 'opaque identifiers',
    parameter: encodeIds(['aF-', null], 'opaque'),
    type: 'bytea[]',
    read: '{"\\\\x61462d",NULL}',
  },
])('the server reads an array of $of as it was written', async ({ parameter, type, read }) => {
  expect(await asRead(parameter, type)).toBe(read)
})
