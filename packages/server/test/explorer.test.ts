import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TemporaryFolder, temporaryFolder } from '../../ledger/contract/temporary-folder.ts'
import { rawClient } from './raw-client.ts'
import { startService, type TestService, withService } from './test-service.ts'

let folder: TemporaryFolder
let service: TestService
beforeAll(async () => {
  folder = temporaryFolder()
  writeFileSync(folder.path('secret.txt'), 'secret')
  mkdirSync(folder.path('page/assets/fonts'), { recursive: true })
  writeFileSync(folder.path('page/index.html'), '<!doctype html><title>explorer</title>')
  writeFileSync(folder.path('page/other.html'), 'not served')
  writeFileSync(folder.path('page/assets/main.js'), 'export {}')
  writeFileSync(folder.path('page/assets/main.css'), 'body {}')
  writeFileSync(folder.path('page/assets/picture.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  writeFileSync(folder.path('page/assets/fonts/a.woff2'), 'font')
  writeFileSync(folder.path('page/assets/unknown.xyz'), 'x')
  symlinkSync(folder.path('secret.txt'), folder.path('page/assets/link.txt'))
  symlinkSync(folder.path(''), folder.path('page/assets/up'))
  service = await startService({ explorer: folder.path('page') })
})
afterAll(async () => {
  await service.close()
  folder.remove()
})

it.each([
  ['/', 'text/html; charset=utf-8'],
  ['/assets/main.js', 'text/javascript; charset=utf-8'],
  ['/assets/main.css', 'text/css; charset=utf-8'],
  ['/assets/picture.svg', 'image/svg+xml'],
  ['/assets/fonts/a.woff2', 'font/woff2'],
  ['/assets/unknown.xyz', 'application/octet-stream'],
])('%s is served as %s, and need not be sent again', async (path, type) => {
  const answer = await service.get(path)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type])
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'")
  const known = await service.get(path, { 'if-none-match': answer.headers.get('etag') ?? '' })
  expect([known.status, await known.text()]).toEqual([304, ''])
})

it.each([
  '/assets/../secret.txt',
  '/assets/../../secret.txt',
  '/assets/%2e%2e/%2e%2e/secret.txt',
  '/assets/..%2f..%2fsecret.txt',
  '/assets/....//secret.txt',
  '/assets/..\\..\\secret.txt',
  '/assets/link.txt',
  '/assets/up/secret.txt',
  '/assets/fonts',
  '/assets/fonts/',
  '/assets/',
  '/assets//main.js',
  '/assets/main.js%00.txt',
  '/assets/main.js/',
  '/index.html',
  '/other.html',
  '/secret.txt',
  '//etc/passwd',
])('%s leads to nothing', async (path) => {
  const client = await rawClient(service.url)
  client.send(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
  const received = await client.untilEnd()
  expect(received).toMatch(/^HTTP\/1\.1 40[04] /)
  expect(received).not.toContain('secret')
})

it('publicExplorer opens the page, and nothing else', () =>
  withService(
    async ({ get }) => {
      expect((await get('/')).status).toBe(200)
      expect((await get('/assets/main.js')).status).toBe(200)
      expect((await get('/entries')).status).toBe(401)
    },
    { explorer: folder.path('page'), access: { writeTokens: ['writer-0123456789abcdef'], publicExplorer: true } },
  ))
