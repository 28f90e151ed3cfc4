import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, it } from 'vitest'
import { alice, signedToken, uuid } from '../../ledger/contract/tokens.ts'
import { openApi } from '../src/index.ts'
import { paths } from '../src/openapi/paths.ts'
import { routes } from '../src/routes.ts'
import { jsonOf, withService } from './test-service.ts'

const ajv = new Ajv2020({ strict: false })
ajv.addSchema({ $id: 'api', ...openApi })

/** What is wrong with an answer, by the description of its route. */
function faults(path: string, method: string, status: number, type: string, body: unknown): unknown {
  const place = [path, method, 'responses', String(status), 'content', type, 'schema']
  const pointer = place.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')
  const validate = ajv.compile({ $ref: `api#/paths/${pointer}` })
  return validate(body) ? [] : validate.errors
}

it('the description is valid OpenAPI 3.1, and is served', () =>
  withService(async ({ get }) => {
    const { valid, errors } = await new Validator().validate(structuredClone(openApi))
    expect(errors).toBeUndefined()
    expect(valid).toBe(true)
    expect(await jsonOf(get('/openapi.json'))).toEqual(openApi)
  }))

it('every route is described, and nothing else', () => {
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const answered = routes.map(({ method, path }) => `${method} ${path.replace('*}', '}')}`)
  expect(described.sort()).toEqual(answered.sort())
})

it('every parameter of a path is described', () => {
  for (const [path, { get }] of Object.entries(paths) as [
    string,
    { get?: { parameters: { in: string; name: string }[] } },
  ][]) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect(get?.parameters.filter((each) => each.in === 'path').map(({ name }) => name) ?? []).toEqual(named)
  }
})

it('the answers are as described', () =>
  withService(async ({ get, post }) => {
    const [wid, tid] = [uuid(1), uuid(2)]
    const equivocal = { wid, tid, jti: uuid(3) }
    const root = signedToken(equivocal)
    const several = [root, signedToken({ wid, par: [tid] }), signedToken({ ...equivocal, exec_act: 'x' }), 'a.b.c']
    expect(faults('/ects', 'post', 200, 'application/json', await jsonOf(post(several)))).toEqual([])
    expect(faults('/ects', 'post', 200, 'application/json', await jsonOf(post([root])))).toEqual([])
    expect(faults('/ects', 'post', 201, 'application/json', await jsonOf(post([signedToken()])))).toEqual([])
    const asked: Readonly<Record<string, string>> = {
      '/entries': '/entries?limit=1',
      '/entries/{sequence}': '/entries/0',
      '/tasks/{taskId}': `/tasks/${tid}`,
      '/tokens': `/tokens?iss=${encodeURIComponent(alice.agent)}&jti=${uuid(3)}`,
      '/workflows': '/workflows',
      '/workflows/{wid}': `/workflows/${wid}`,
      '/agents/{agent}': `/agents/${encodeURIComponent(alice.agent)}?limit=1`,
      '/graph/{wid}': `/graph/${wid}`,
      '/equivocations': '/equivocations',
      '/proof/inclusion': '/proof/inclusion?sequence=0&size=2',
      '/proof/consistency': '/proof/consistency?from=1&to=3',
      '/log': '/log',
      '/keys': '/keys',
    }
    for (const [path, url] of Object.entries(asked)) {
      const answer = await get(url)
      expect(answer.headers.get('content-type'), path).toBe('application/json')
      const body = await jsonOf(answer)
      expect(faults(path, 'get', 200, 'application/json', body), path).toEqual([])
      // A schema that takes anything would find no fault either.
      expect(faults(path, 'get', 200, 'application/json', { ...body, more: 1 }), path).not.toEqual([])
    }
    const nothing = await get('/entries/99')
    expect([nothing.status, nothing.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
  }))
