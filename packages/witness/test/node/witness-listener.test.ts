import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { witnessListener } from '../../src/node/index.ts'
import { logOf } from '../naive-log.ts'
import { onLoopback } from '../on-loopback.ts'
import { bodyFor, submit, witnessOf } from '../witnesses.ts'

it('an answer over HTTP is that of the witness, status, type and body', async () => {
  const url = await onLoopback(witnessListener(witnessOf()))
  const body = await bodyFor(logOf(5), 0)
  const witness = witnessOf()
  for (const status of [200, 409]) {
    const answer = await fetch(`${url}/any/prefix/add-checkpoint`, { method: 'POST', body })
    const expected = await submit(witness, logOf(5), 0)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe(expected.headers.get('content-type'))
    expect(await answer.text()).toBe(await expected.text())
  }
})

it('a connection serves several requests', async () => {
  const url = new URL(await onLoopback(witnessListener(witnessOf())))
  const socket = connect(Number(url.port), url.hostname)
  const request = 'GET / HTTP/1.1\r\nHost: h\r\n\r\n'
  socket.write(request + request.replace('Host', 'Connection: close\r\nHost'))
  expect((await text(socket)).match(/^HTTP\/1\.1 404/gm)).toHaveLength(2)
})

it.each([
  ['a body that does not end', 'Transfer-Encoding: chunked', `10000\r\n${'x'.repeat(65_536)}\r\n1\r\nx\r\n`],
  ['a body that is announced and does not come whole', 'Content-Length: 1000000', 'x'.repeat(65_537)],
])('%s is answered with 413, and the connection is closed', async (_, field, body) => {
  const url = new URL(await onLoopback(witnessListener(witnessOf())))
  const socket = connect(Number(url.port), url.hostname)
  socket.write(`POST /add-checkpoint HTTP/1.1\r\nHost: h\r\n${field}\r\n\r\n${body}`)
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 413/)
})

it('a client that goes away in the middle of its request disturbs nobody', async () => {
  const errors: unknown[] = []
  const url = new URL(await onLoopback(witnessListener(witnessOf({ onError: (error) => errors.push(error) }))))
  const socket = connect(Number(url.port), url.hostname)
  socket.write('POST /add-checkpoint HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nold 0\n')
  await once(socket, 'connect')
  socket.end()
  await expect.poll(() => errors).toHaveLength(1)
  expect((await fetch(new URL('/add-checkpoint', url), { method: 'POST' })).status).toBe(400)
})

it.each(['*', 'http://[', '//', '/%'])('the target %s is answered', async (target) => {
  const url = new URL(await onLoopback(witnessListener(witnessOf())))
  const socket = connect(Number(url.port), url.hostname)
  socket.write(`OPTIONS ${target} HTTP/1.1\r\nHost: [\r\nConnection: close\r\n\r\n`)
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 404/)
})

it('a witness that rejects ends the connection', async () => {
  const url = await onLoopback(witnessListener(() => Promise.reject(new Error('secret'))))
  await expect(fetch(url)).rejects.toThrow(TypeError)
})
