import { runInNewContext } from 'node:vm'
import { beforeAll, describe, expect, it } from 'vitest'
import { type GeneratedKey, generateKey, signEct } from '../src/index.ts'
import { plainJson } from '../src/plain-json.ts'
import { alice, now, read, rootTask } from './agents.ts'
import { outcome } from './outcome.ts'

let aliceKey: GeneratedKey

beforeAll(async () => {
  aliceKey = await generateKey({ kid: 'alice-key', subject: alice })
})

const signAny = (claims: unknown) => signEct(claims as typeof rootTask, { key: aliceKey.privateKey, now })
const withNote = (note: unknown) => outcome(() => signAny({ ...rootTask, note }))

describe('what JSON cannot carry is refused, where JSON.stringify would write something else', () => {
  it.each([
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a BigInt', 1n],
    ['a Date', new Date(0)],
    ['a Map', new Map([['a', 1]])],
    ['a Set', new Set([1])],
    ['bytes', new Uint8Array(2)],
    ['a Buffer', Buffer.from('a')],
    ['a boxed string', Object('a') as object],
    ['a regular expression', /a/],
    ['an error', new Error('a')],
    ['a promise', Promise.resolve(1)],
    ['an object of a class', new (class Note {})()],
    ['an object with toJSON', { toJSON: () => 'something else' }],
    ['an object with an inherited toJSON', Object.create({ toJSON: () => 'something else' }) as object],
    ['a list with undefined', [1, undefined]],
    ['a list with a hole', Array(1).concat(2)],
    ['a list with a function', [() => 1]],
    ['an empty list of four thousand million entries', new Array(2 ** 32 - 1)],
  ])('%s: ECT_CLAIM_TYPE', async (_what, note) => {
    expect(await withNote(note)).toBe('ECT_CLAIM_TYPE')
    expect(await withNote({ deep: [note] })).toBe('ECT_CLAIM_TYPE')
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0])(
    '[ENV-JSON-NUMBER] %o: ECT_TOKEN_NUMBER',
    async (note) => {
      expect(await withNote(note)).toBe('ECT_TOKEN_NUMBER')
      expect(await withNote({ deep: [note] })).toBe('ECT_TOKEN_NUMBER')
      expect(await outcome(() => signAny({ ...rootTask, iat: note }))).toBe('ECT_TOKEN_NUMBER')
    },
  )

  it('a structure that contains itself: ECT_TOKEN_DEPTH', async () => {
    const list: unknown[] = []
    list.push(list)
    const object: Record<string, unknown> = {}
    object.self = { object }
    expect(await withNote(list)).toBe('ECT_TOKEN_DEPTH')
    expect(await withNote(object)).toBe('ECT_TOKEN_DEPTH')
  })

  it('a small structure that is huge when written: ECT_TOKEN_SIZE', async () => {
    let tree: unknown = 'leaf'
    for (let level = 0; level < 7; level++) tree = Array(100).fill(tree)
    expect(await withNote(tree)).toBe('ECT_TOKEN_SIZE')
    expect(await withNote(Array(100).fill('x'.repeat(2 ** 29 - 24)))).toBe('ECT_TOKEN_SIZE')
  })

  it.each([undefined, null, 'claims', 7, [], [rootTask], () => rootTask, new Map(), new (class Claims {})()])(
    '[ENV-JSON-OBJECT] %o instead of the claims: ECT_TOKEN_JSON',
    async (claims) => {
      expect(await outcome(() => signAny(claims))).toBe('ECT_TOKEN_JSON')
    },
  )
})

describe('code of the caller that fails', () => {
  const fail = (): never => {
    throw new RangeError('from the caller')
  }
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()

  const getter = {
    get value() {
      return fail()
    },
  }

  it.each([
    ['a getter', Object.defineProperty({ ...rootTask }, 'note', { get: fail, enumerable: true })],
    ['a deep getter', { ...rootTask, note: [getter] }],
    ['a proxy that does not say its members', new Proxy(rootTask, { ownKeys: fail })],
    ['a proxy that does not say its prototype', { ...rootTask, note: new Proxy({}, { getPrototypeOf: fail }) }],
    ['a list that does not say its length', { ...rootTask, note: new Proxy([], { get: fail }) }],
    ['a revoked proxy', { ...rootTask, note: proxy }],
    ['a revoked proxy instead of the claims', proxy],
  ])('%s: ECT_CLAIM_TYPE with the cause', async (_what, claims) => {
    const error = await signAny(claims).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'ECT_CLAIM_TYPE', cause: expect.any(Error) })
  })

  it('a list without end: ECT_TOKEN_SIZE', async () => {
    const endless = new Proxy([], { get: (_list, name) => (name === 'length' ? Number.MAX_SAFE_INTEGER : 'x') })
    expect(await withNote(endless)).toBe('ECT_TOKEN_SIZE')
  })
})

describe('a toJSON that somebody gave to all', () => {
  it.each([
    ['arrays', Array.prototype],
    ['objects', Object.prototype],
  ])('%s: nothing is signed, since JSON.stringify would ask it', async (_whom, prototype) => {
    Object.defineProperty(prototype, 'toJSON', { value: () => 'something else', configurable: true })
    const ending = await outcome(() => signAny(rootTask)).finally(() => Reflect.deleteProperty(prototype, 'toJSON'))
    expect(ending).toBe('ECT_CLAIM_TYPE')
    expect(await outcome(() => signAny(rootTask))).toBe('accepted')
  })
})

describe('what JSON can carry is taken', () => {
  it('from any realm and without any prototype', async () => {
    const foreign: unknown = runInNewContext('({ list: [1, { a: "b" }], empty: {} })')
    const bare = Object.assign(Object.create(null) as object, { a: 1 })
    const compact = await signAny(Object.assign(Object.create(null) as object, rootTask, { foreign, bare }))
    expect(read(compact).payload).toMatchObject({ foreign: { list: [1, { a: 'b' }], empty: {} }, bare: { a: 1 } })
  })

  it('and read once: what was judged is what is signed', async () => {
    let reads = 0
    const claims = {
      ...rootTask,
      get exec_act() {
        return `read_${++reads}`
      },
    }
    expect(read(await signAny(claims)).payload.exec_act).toBe('read_1')
  })

  it('as a copy', () => {
    const list = [1, 2]
    const copy = plainJson({ list }, () => 'payload')
    list.push(3)
    expect(copy).toEqual({ list: [1, 2] })
  })
})

describe('the error', () => {
  it('[ERROR-TEXT-CLEAN] names a claim of the draft, and never a name from outside', async () => {
    const pathOf = (claims: object) =>
      signAny({ ...rootTask, ...claims }).catch((error: { path?: string }) => error.path)
    expect(await pathOf({ ext: { 'com.example.secret': 1n } })).toBe('ext')
    expect(await pathOf({ 'https://mallory.example/<script>': 1n })).toBe('payload')
    expect(await pathOf({ toString: 1n })).toBe('payload')
  })
})
