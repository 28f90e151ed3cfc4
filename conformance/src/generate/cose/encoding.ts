/** The one form: core deterministic encoding, and the types that may stand in a message. */
import type { Topic } from '../number-cases.ts'
import { cbor, head, hex, type Item, longHead, map, type Pair, raw, sortedMap } from './cbor.ts'
import { no, ok } from './draft.ts'
import { claimPairs, headerPairs, sign1Tag } from './message.ts'

const pairs = claimPairs()
const plainPayload = cbor(sortedMap(pairs))
const encoding = ['Encoding']

/** A payload whose claims are those of the plain one, and one more that stands at the end: its text key sorts last. */
const withLast = (value: Item) => ({ payload: cbor(sortedMap([...pairs, ['zzzz', value]])) })

/** The payload in which the pair of a claim is written as given, at its place. */
function withClaim(claim: number, pair: (value: Item) => Pair): { readonly payload: Uint8Array } {
  const encoded = sortedInOrder().map(([name, value]): Pair => (name === claim ? pair(value) : [name, value]))
  return { payload: cbor(map(...encoded)) }
}

function sortedInOrder(): readonly Pair[] {
  return pairs.toSorted(([one], [other]) => Buffer.compare(cbor(one), cbor(other)))
}

/** Nested arrays, the innermost empty. */
const nested = (levels: number): Item => (levels === 1 ? [] : [nested(levels - 1)])

/** A number as a float of eight bytes. */
function double(value: number): Uint8Array {
  const bytes = Buffer.alloc(9, 0xfb)
  bytes.writeDoubleBE(value, 1)
  return Uint8Array.from(bytes)
}

const number = (value: Item): bigint => BigInt(String(value))
const text = (value: Item): Uint8Array => Uint8Array.from(Buffer.from(String(value)))

export const encodingTopic: Topic<'cose'> = {
  first: 9101,
  drafts: [
    no('ECT_TOKEN_CBOR', 'a time in eight bytes instead of four', ['COSE-DETERMINISTIC'], {
      ...withClaim(6, (value) => [6, raw(longHead(0, number(value), 3))]),
      flags: encoding,
    }),
    no('ECT_TOKEN_CBOR', 'a key in two bytes instead of one', ['COSE-DETERMINISTIC'], {
      ...withClaim(1, (value) => [raw(longHead(0, 1, 0)), value]),
      flags: encoding,
    }),
    no('ECT_TOKEN_CBOR', 'a key in five bytes instead of three', ['COSE-DETERMINISTIC'], {
      ...withClaim(304, (value) => [raw(longHead(0, 304, 2)), value]),
      flags: encoding,
    }),
    no('ECT_TOKEN_CBOR', 'pol_decision 0 in two bytes', ['COSE-DETERMINISTIC'], {
      ...withClaim(304, () => [304, raw(hex('1800'))]),
      flags: encoding,
    }),
    no('ECT_TOKEN_CBOR', 'the length of a text in two bytes more', ['COSE-DETERMINISTIC'], {
      ...withClaim(1, (value) => [1, raw(longHead(3, text(value).length, 1), text(value))]),
      flags: encoding,
    }),
    no('ECT_TOKEN_CBOR', 'the length of a byte string in one byte more', ['COSE-DETERMINISTIC'], {
      ...withClaim(7, (value) => [7, raw(longHead(2, 16, 0), cbor(value).subarray(1))]),
      flags: encoding,
    }),
    no('ECT_TOKEN_CBOR', 'the length of an array in one byte more', ['COSE-DETERMINISTIC'], {
      ...withClaim(302, () => [302, raw(longHead(4, 0, 0))]),
      flags: encoding,
    }),
    no('ECT_TOKEN_CBOR', 'the length of the payload map in one byte more', ['COSE-DETERMINISTIC'], {
      payload: raw(longHead(5, pairs.length, 0), plainPayload.subarray(1)).encoded,
      flags: encoding,
    }),
    no('ECT_TOKEN_CBOR', 'the length of the message array in one byte more', ['COSE-DETERMINISTIC'], {
      assemble: (members) => raw(sign1Tag, longHead(4, 4, 0), ...members.map(cbor)).encoded,
      flags: [...encoding, 'Twin'],
    }),
    no('ECT_TOKEN_CBOR', 'the length of the payload in two bytes more', ['COSE-DETERMINISTIC'], {
      assemble: ([header, unprotected, , signature]) => {
        const payload = raw(longHead(2, plainPayload.length, 2), plainPayload)
        return raw(sign1Tag, cbor([header, unprotected, payload, signature])).encoded
      },
      flags: [...encoding, 'Twin'],
    }),
    no('ECT_TOKEN_CBOR', 'the unprotected map in two bytes', ['COSE-DETERMINISTIC'], {
      unprotected: raw(hex('b800')),
      flags: [...encoding, 'Twin'],
    }),
    no('ECT_TOKEN_CBOR', 'alg -7 in two bytes', ['COSE-DETERMINISTIC'], {
      header: [[1, raw(hex('3806'))]],
      flags: encoding,
    }),
    no('ECT_TOKEN_CBOR', 'an unprotected map of indefinite length', ['COSE-DETERMINISTIC'], {
      unprotected: raw(hex('bfff')),
      flags: [...encoding, 'Twin'],
    }),
    no('ECT_TOKEN_CBOR', 'the message array of indefinite length', ['COSE-DETERMINISTIC'], {
      assemble: (members) => raw(sign1Tag, hex('9f'), ...members.map(cbor), hex('ff')).encoded,
      flags: [...encoding, 'Twin'],
    }),
    no('ECT_TOKEN_CBOR', 'the payload in chunks', ['COSE-DETERMINISTIC'], {
      assemble: ([header, unprotected, , signature]) =>
        raw(
          sign1Tag,
          head(4, 4),
          cbor(header),
          cbor(unprotected),
          hex('5f'),
          cbor(plainPayload.subarray(0, 20)),
          cbor(plainPayload.subarray(20)),
          hex('ff'),
          cbor(signature),
        ).encoded,
      flags: [...encoding, 'Twin'],
    }),
    no('ECT_TOKEN_CBOR', 'the payload map of indefinite length', ['COSE-DETERMINISTIC'], {
      payload: raw(hex('bf'), plainPayload.subarray(1), hex('ff')).encoded,
      flags: encoding,
    }),
    no('ECT_TOKEN_CBOR', 'par of indefinite length', ['COSE-DETERMINISTIC'], {
      claims: [[302, raw(hex('9fff'))]],
      flags: encoding,
    }),
    no('ECT_TOKEN_CBOR', 'iss in chunks', ['COSE-DETERMINISTIC'], {
      ...withClaim(1, (value) => [1, raw(hex('7f'), cbor(value), hex('ff'))]),
      flags: encoding,
    }),
    no('ECT_TOKEN_CBOR', 'cti in no chunks at all', ['COSE-DETERMINISTIC'], {
      claims: [[7, raw(hex('5fff'))]],
      flags: encoding,
    }),
    no('ECT_TOKEN_CBOR', 'a break that nothing is open for', ['COSE-DETERMINISTIC'], withLast(raw(hex('ff')))),
    no('ECT_TOKEN_CBOR', 'claims in another order: exp before aud', ['COSE-DETERMINISTIC'], {
      payload: cbor(map(...sortedInOrder().toReversed())),
      flags: encoding,
    }),
    no('ECT_TOKEN_CBOR', 'the last two claims change places', ['COSE-DETERMINISTIC'], {
      payload: cbor(map(...sortedInOrder().slice(0, -2), ...sortedInOrder().slice(-2).toReversed())),
      flags: encoding,
    }),
    no('ECT_TOKEN_CBOR', 'the protected header in another order', ['COSE-DETERMINISTIC'], {
      protectedHeader: cbor(map(...headerPairs().toReversed())),
      flags: encoding,
    }),
    no('ECT_TOKEN_CBOR', 'keys sorted by length first, as RFC 7049 said', ['COSE-DETERMINISTIC'], {
      payload: cbor(map(...sortedInOrder().slice(0, 5), [-1, 0], ...sortedInOrder().slice(5))),
      flags: encoding,
    }),
    ok('a negative key after the positive ones, whatever their length', ['COSE-DETERMINISTIC', 'COSE-UNKNOWN'], {
      claims: [[-1, 0]],
      flags: ['Unusual'],
    }),
    no('ECT_TOKEN_CBOR', 'a map inside an unknown claim in another order', ['COSE-DETERMINISTIC'], {
      ...withLast(map(['b', 1], ['a', 2])),
      flags: encoding,
    }),
    ok('text keys in the order of their bytes: b before aa', ['COSE-DETERMINISTIC', 'COSE-KEYS'], {
      ...withLast(map(['b', 1], ['aa', 2])),
      flags: ['Unusual'],
    }),
    no('ECT_TOKEN_DUPLICATE', 'iss twice: alice, then mallory', ['COSE-DUPLICATE'], {
      payload: cbor(
        map(...sortedInOrder().slice(0, 1), [1, 'spiffe://example.com/agent/mallory'], ...sortedInOrder().slice(1)),
      ),
      flags: ['Attack'],
    }),
    no('ECT_TOKEN_DUPLICATE', 'iss twice, the same', ['COSE-DUPLICATE'], {
      payload: cbor(map(...sortedInOrder().slice(0, 1), ...sortedInOrder())),
    }),
    no('ECT_TOKEN_DUPLICATE', 'alg twice in the protected header', ['COSE-DUPLICATE'], {
      protectedHeader: cbor(map(...headerPairs().slice(0, 1), ...headerPairs())),
      flags: ['Attack'],
    }),
    no(
      'ECT_TOKEN_DUPLICATE',
      'a text key twice in an unknown claim',
      ['COSE-DUPLICATE'],
      withLast(map(['a', 1], ['a', 1])),
    ),
    no('ECT_TOKEN_CBOR', 'iss twice, the second key in a longer form', ['COSE-DETERMINISTIC', 'COSE-DUPLICATE'], {
      payload: cbor(
        map(
          ...sortedInOrder().slice(0, 1),
          [raw(hex('1801')), 'spiffe://example.com/agent/mallory'],
          ...sortedInOrder().slice(1),
        ),
      ),
      flags: ['Attack', ...encoding],
    }),
    ...(
      [
        ['a date (tag 1)', 'c100'],
        ['a bignum (tag 2)', 'c24101'],
        ['CBOR in a byte string (tag 24)', 'd8184100'],
        ['a tag of no meaning', 'd903e700'],
        ['undefined', 'f7'],
        ['the simple value 16', 'f0'],
        ['the simple value 32', 'f820'],
        ['false in two bytes', 'f814'],
        ['a head that is reserved', '1c'],
        ['a byte string that ends too early', '4401'],
      ] as const
    ).map(([comment, digits]) =>
      no('ECT_TOKEN_CBOR', `an unknown claim holds ${comment}`, ['COSE-TYPES'], withLast(raw(hex(digits)))),
    ),
    no('ECT_TOKEN_CBOR', 'iat as a tagged time', ['COSE-TYPES'], {
      ...withClaim(6, (value) => [6, raw(hex('c1'), cbor(value))]),
    }),
    no('ECT_TOKEN_CBOR', 'cti as a tagged UUID (tag 37)', ['COSE-TYPES'], {
      ...withClaim(7, (value) => [7, raw(hex('d825'), cbor(value))]),
    }),
    no('ECT_TOKEN_CBOR', 'iss as a tagged URI (tag 32)', ['COSE-TYPES'], {
      ...withClaim(1, (value) => [1, raw(hex('d820'), cbor(value))]),
    }),
    ...(
      [
        ['a half-precision float', 'f93c00'],
        ['a single-precision float', 'fa3fc00000'],
        ['a double-precision float', 'fb3ff199999999999a'],
        ['infinity', 'f97c00'],
        ['NaN', 'f97e00'],
        ['negative zero', 'f98000'],
        ['2^53', '1b0020000000000000'],
        ['-2^53', '3b001fffffffffffff'],
        ['2^64 - 1', '1bffffffffffffffff'],
        ['-2^64', '3bffffffffffffffff'],
      ] as const
    ).map(([comment, digits]) =>
      no('ECT_TOKEN_NUMBER', `an unknown claim is ${comment}`, ['COSE-NUMBERS'], {
        ...withLast(raw(hex(digits))),
        flags: ['NumberForm'],
      }),
    ),
    no('ECT_TOKEN_NUMBER', 'iat is a float without fraction', ['COSE-NUMBERS', 'COSE-TIMES'], {
      ...withClaim(6, (value) => [6, raw(double(Number(value)))]),
      flags: ['NumberForm'],
    }),
    no('ECT_TOKEN_NUMBER', 'a key is 2^53', ['COSE-NUMBERS'], {
      claims: [],
      payload: cbor(sortedMap([...pairs, [1n << 53n, 0]])),
      flags: ['NumberForm'],
    }),
    ok('unknown claims of every type that there is', ['COSE-TYPES', 'COSE-NUMBERS', 'COSE-UNKNOWN'], {
      claims: [
        [-1, [true, false, null, 2 ** 53 - 1, -(2 ** 53 - 1), new Uint8Array(), '', map(), map([1, 'a'], ['1', 'b'])]],
        ['com.example.note', map([0, [[]]])],
      ],
      flags: ['Unusual'],
    }),
    ...(
      [
        ['a byte string', new Uint8Array(1)],
        ['true', true],
        ['null', null],
        ['an array', [1]],
        ['a map', map()],
      ] as const
    ).map(([comment, name]) =>
      no('ECT_TOKEN_CBOR', `a key is ${comment}`, ['COSE-KEYS'], { payload: cbor(sortedMap([...pairs, [name, 0]])) }),
    ),
    no('ECT_TOKEN_NUMBER', 'a key is a float', ['COSE-NUMBERS', 'COSE-KEYS'], {
      payload: cbor(sortedMap([...pairs, [raw(hex('f93c00')), 0]])),
    }),
    no(
      'ECT_TOKEN_CBOR',
      'a key of a map inside is a byte string',
      ['COSE-KEYS'],
      withLast(map([new Uint8Array(1), 0])),
    ),
    ...(
      [
        ['an overlong slash', '62c0af'],
        ['half of a surrogate pair', '63eda080'],
        ['a byte that never occurs', '61ff'],
        ['the first half of a character', '61c3'],
        ['a code point above U+10FFFF', '64f4908080'],
      ] as const
    ).map(([comment, digits]) =>
      no('ECT_TOKEN_UTF8', `a text with ${comment}`, ['COSE-UTF8'], withLast(raw(hex(digits)))),
    ),
    no('ECT_TOKEN_UTF8', 'exec_act is no UTF-8', ['COSE-UTF8'], { claims: [[301, raw(hex('64726576ff'))]] }),
    no('ECT_TOKEN_UTF8', 'a key is no UTF-8', ['COSE-UTF8'], {
      payload: cbor(sortedMap([...pairs, [raw(hex('61ff')), 0]])),
    }),
    no('ECT_TOKEN_UTF8', 'typ is no UTF-8', ['COSE-UTF8'], {
      header: [[16, raw(hex('61ff'))]],
      signedBy: 'alice-key',
    }),
    ok('a replacement character that was written as such', ['COSE-UTF8'], {
      claims: [[301, 'review_\uFFFD']],
      expect: { action: 'review_\uFFFD' },
      flags: ['Unusual'],
    }),
    ok('exec_act begins with a byte order mark, which is a character', ['COSE-UTF8'], {
      claims: [[301, '\uFEFFreview']],
      expect: { action: '\uFEFFreview' },
      flags: ['Unusual'],
    }),
    ok('a payload of eight levels', ['COSE-DEPTH'], { ...withLast(nested(7)), flags: ['Boundary'] }),
    no('ECT_TOKEN_DEPTH', 'a payload of nine levels', ['COSE-DEPTH'], { ...withLast(nested(8)), flags: ['Boundary'] }),
    no('ECT_TOKEN_DEPTH', 'nine levels of maps', ['COSE-DEPTH'], {
      ...withLast([0, 1, 2, 3, 4, 5, 6].reduce<Item>((inner) => map([0, inner]), map())),
    }),
    no('ECT_TOKEN_DEPTH', '60,000 levels', ['COSE-DEPTH'], {
      ...withLast(raw(new Uint8Array(60_000).fill(0x81), hex('80'))),
      flags: ['Resource'],
    }),
    no('ECT_TOKEN_DEPTH', '60,000 levels instead of a message', ['COSE-DEPTH'], {
      whole: raw(sign1Tag, new Uint8Array(60_000).fill(0x81), hex('80')).encoded,
      flags: ['Resource'],
    }),
    no('ECT_TOKEN_DEPTH', 'a protected header of nine levels', ['COSE-DEPTH'], { header: [['zzzz', nested(8)]] }),
  ],
}
