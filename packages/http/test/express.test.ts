import { createServer } from 'node:http'
import { join } from 'node:path'
import { contentHash, matchesContentHash } from '@wimse-ect/claims'
import compression from 'compression'
import express, { type Express } from 'express'
import { describe, expect, it } from 'vitest'
import type { ExecutionContextOptions, IssuedToken } from '../src/index.ts'
import { executionContext, executionOf } from '../src/node/express.ts'
import { childIn, only } from './bobs-server.ts'
import { alice, aliceToken, bob, verifierOf } from './cast.ts'
import { longText, task } from './deeds.ts'
import { send } from './exchange.ts'
import { listen } from './servers/server.ts'

const serve = (app: Express): Promise<string> => listen(createServer(app))
const withToken = async (more = {}) => ({ headers: { 'execution-context': await aliceToken(), ...more } })

function bobs(recorded: IssuedToken[] = []): ExecutionContextOptions {
  return {
    verifier: verifierOf(bob),
    issuer: { id: bob.id, key: bob.key },
    record: (child) => recorded.push(child),
  }
}

describe('Express', () => {
  it('compression that is mounted after it has its bytes hashed as they go over the wire', async () => {
    const recorded: IssuedToken[] = []
    const app = express().use(executionContext(bobs(recorded)), compression())
    app.get('/', (request, response) => {
      executionOf(request).issueChild(task)
      response.type('text').send(longText)
    })
    const { headers, body } = await send(await serve(app), await withToken({ 'accept-encoding': 'gzip' }))
    expect(headers['content-encoding']).toBe('gzip')
    await expect.poll(() => recorded).toHaveLength(1)
    const child = await verifierOf(alice).verify(only(recorded).token)
    expect(await matchesContentHash(child.task.outputHash ?? '', body)).toBe(true)
  })

  it('a file that is sent has its child, also where the client reads trailers', async () => {
    const recorded: IssuedToken[] = []
    const app = express().use(executionContext(bobs(recorded)))
    app.get('/', (request, response) => {
      executionOf(request).issueChild(task)
      response.sendFile(join(import.meta.dirname, '../package.json'))
    })
    const { body } = await send(await serve(app), await withToken({ te: 'trailers' }))
    await expect.poll(() => recorded).toHaveLength(1)
    const child = await verifierOf(alice).verify(only(recorded).token)
    expect(child.task.outputHash).toBe(await contentHash(body))
  })

  it('a response that was not modified has no content and no out_hash', async () => {
    const app = express().use(executionContext(bobs()))
    app.get('/', (request, response) => {
      executionOf(request).issueChild(task)
      response.set('etag', '"one"').send('made')
    })
    const { status, headers } = await send(await serve(app), await withToken({ 'if-none-match': '"one"' }))
    expect(status).toBe(304)
    expect((await childIn(headers['execution-context'])).task.outputHash).toBeUndefined()
  })

  it('a body parser that reads the body form first leaves a request without tokens', async () => {
    const app = express().use(express.text({ type: '*/*' }), executionContext(bobs()))
    const headers = { 'content-type': 'application/wimse-exec+jwt' }
    expect((await send(await serve(app), { method: 'POST', headers }, await aliceToken())).status).toBe(400)
  })

  it('an error after the end does not change the response, which Express cuts off', async () => {
    const app = express().use(executionContext(bobs()))
    app.set('env', 'test')
    app.get('/', (request, response) => {
      executionOf(request).issueChild(task)
      response.json('made')
      throw new Error('s3cr3t')
    })
    await expect(send(await serve(app), await withToken())).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  it('holds for the routes that it is mounted on, by the whole path', async () => {
    const paths: string[] = []
    const app = express()
    app.use('/deeds', executionContext({ ...bobs(), onRefusal: (_, { path }) => paths.push(path) }))
    app.get('/', (request, response) => void response.send(`${executionOf(request).subjects.length}`))
    app.use(((_error, _request, response, _next) =>
      response.status(500).send('failed')) satisfies express.ErrorRequestHandler)
    const url = await serve(app)
    expect((await send(`${url}/deeds/one`)).status).toBe(400)
    expect(paths).toEqual(['/deeds/one'])
    // What is not verified must not look like no parents.
    expect((await send(url, await withToken())).status).toBe(500)
  })
})
