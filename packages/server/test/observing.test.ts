import { describe, expect, it } from 'vitest'
import { EctError, MemoryLedger } from 'wimse-ect'
import { signedToken } from '../../ledger/contract/tokens.ts'
import { jsonLines } from '../src/index.ts'
import { signer, withService } from './test-service.ts'

describe('/metrics', () => {
  it('counts requests, tokens and refusals, and shows the state of the log', () =>
    withService(async ({ get, post }) => {
      const token = signedToken()
      await post([token, signedToken(), token, 'a.b.c'])
      await post(['a.b.c'])
      await get('/entries/0')
      await get('/entries/77')
      await get('/no/such/route')
      const answer = await get('/metrics')
      expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
      const text = await answer.text()
      for (const line of [
        'ect_requests_total{route="/ects",status="200"} 1',
        'ect_requests_total{route="/ects",status="403"} 1',
        'ect_requests_total{route="/entries/{sequence}",status="200"} 1',
        'ect_requests_total{route="/entries/{sequence}",status="404"} 1',
        'ect_requests_total{route="none",status="404"} 1',
        'ect_request_duration_seconds_count{route="/ects"} 2',
        'ect_request_duration_seconds_bucket{route="/ects",le="+Inf"} 2',
        'ect_tokens_appended_total 2',
        'ect_tokens_duplicate_total 1',
        'ect_ledger_entries 2',
        'ect_checkpoint_entries 2',
      ]) {
        expect(text).toContain(`${line}\n`)
      }
      expect(text).toMatch(/^ect_tokens_refused_total\{code="ECT_[A-Z_0-9]+"\} 2$/m)
      expect(text).toMatch(/^ect_checkpoint_age_seconds [\d.e-]+$/m)
      expect(text).toMatch(/^ect_event_loop_lag_seconds [\d.e-]+$/m)
    }))

  it('every line has the form of the text format, and every family is declared once', () =>
    withService(async ({ get, post }) => {
      await post([signedToken()])
      const lines = (await (await get('/metrics')).text()).trimEnd().split('\n')
      const declared = new Set<string>()
      for (const line of lines) {
        const [, kind, name = ''] = /^# (HELP|TYPE) (\w+) \S/.exec(line) ?? []
        if (kind === 'TYPE') {
          expect(declared).not.toContain(name)
          declared.add(name)
        }
        expect(line).toMatch(/^# (?:HELP|TYPE) \w+ \S|^\w+(?:\{(?:\w+="[^"\\]*",?)+\})? [\d.e+-]+$/)
      }
      const families = lines.filter((line) => !line.startsWith('#')).map((line) => /^\w+/.exec(line)?.[0] ?? '')
      for (const family of families) expect(declared).toContain(family.replace(/_(?:bucket|sum|count)$/, ''))
    }))

  it('leaves out what the ledger does not say', async () => {
    class SilentLedger extends MemoryLedger {
      override size(): Promise<never> {
        return Promise.reject(new EctError('ECT_LEDGER_UNAVAILABLE'))
      }
    }
    await withService(
      async ({ get }) => {
        const answer = await get('/metrics')
        expect(answer.status).toBe(200)
        expect(await answer.text()).not.toContain('ect_ledger_entries')
        expect((await get('/readyz')).status).toBe(503)
        expect((await get('/log')).status).toBe(503)
      },
      { ledger: new SilentLedger({ signer }) },
    )
  })
})

describe('the log', () => {
  it('says of each request what came of it, and nothing that came with it', () =>
    withService(async ({ post, get, events }) => {
      const token = signedToken()
      await post([token], { cookie: 'secret-cookie' })
      await get('/entries/0?secret=query')
      expect(events.filter(({ event }) => event === 'request')).toMatchObject([
        { level: 'info', method: 'POST', route: '/ects', status: 201, role: 'writer', address: '127.0.0.1' },
        { level: 'info', method: 'GET', route: '/entries/{sequence}', status: 200 },
      ])
      expect(events.filter(({ event }) => event === 'tokens')).toMatchObject([
        { appended: 1, duplicates: 0, refused: {} },
      ])
      for (const { time } of events) expect(new Date(time).toISOString()).toBe(time)
      for (const secret of [token, token.split('.')[1], 'secret']) expect(JSON.stringify(events)).not.toContain(secret)
    }))

  it('[ERROR-TEXT-CLEAN] says of an unexpected failure where it arose, not what it says', async () => {
    class BrokenLedger extends MemoryLedger {
      override getBySequence(): Promise<never> {
        return Promise.reject(new RangeError('with a secret in it'))
      }
    }
    await withService(
      async ({ get, events }) => {
        const answer = await get('/entries/0')
        expect(answer.status).toBe(500)
        expect(await answer.text()).not.toContain('secret')
        expect(events).toContainEqual(
          expect.objectContaining({ level: 'error', event: 'failure', error: 'RangeError' }),
        )
        expect(JSON.stringify(events)).not.toContain('secret')
        expect(JSON.stringify(events)).toContain('observing.test.ts')
      },
      { ledger: new BrokenLedger() },
    )
  })

  it('is written as JSON, one event a line; one that cannot be written stops nothing', () =>
    withService(
      async ({ get }) => {
        expect((await get('/healthz')).status).toBe(200)
        const written: string[] = []
        jsonLines({ write: (line) => written.push(line) })({ time: 't', level: 'info', event: 'e', text: 'a\nb' })
        expect(written).toEqual(['{"time":"t","level":"info","event":"e","text":"a\\nb"}\n'])
      },
      {
        log() {
          throw new Error('the disk is full')
        },
      },
    ))
})
