import { describe, expect, it } from 'vitest'
import type { Failure, Report } from '../../src/report.ts'
import { parseReportTarget, renderReport } from '../../src/report-formats/render-report.ts'

const hostile = `</style><script>alert(1)</script>"'&\u202e\u001b[2J\ufffe`
const one: Failure = {
  suite: 'decode',
  revision: 'execution-context-00',
  tcId: 1001,
  comment: `a comment ${hostile}`,
  rules: ['ENV-BOM', `A-RULE ${hostile}`],
  result: 'invalid',
  expected: 'ECT_TOKEN_UTF8',
  given: hostile,
}
const report: Report = {
  ok: false,
  seed: 7,
  suites: [
    {
      suite: 'decode',
      revision: 'execution-context-00',
      cases: 4,
      right: 2,
      wrong: 2,
      unanswered: 0,
      unsupported: 0,
      expected: 1,
      detailed: 1,
    },
  ],
  rules: [
    { rule: 'ENV-UTF8', cases: 1, right: 1, expected: 0 },
    { rule: 'ENV-BOM', cases: 4, right: 2, expected: 1 },
  ],
  failures: [one],
  stale: [{ ...one, tcId: 1002, reason: `stale ${hostile}` }],
  expectedFailures: [{ ...one, tcId: 1003, reason: `known ${hostile}` }],
  passed: [{ ...one, tcId: 1004 }],
}

describe('the HTML report', () => {
  const page = renderReport(report, 'html')

  it('holds no markup, script or control character from what it reports', () => {
    expect(page).not.toContain('<script')
    expect(page.match(/<\/style>/g)).toHaveLength(1)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e]/)
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;')
  })

  it('needs nothing from elsewhere and forbids itself to ask', () => {
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
    expect(page).not.toMatch(/(?:src|href)=/)
  })

  it('shows each failure with comment, rules, expected and answered, and how to see the case again', () => {
    for (const text of [
      '1001',
      'a comment',
      'ENV-BOM',
      'expected <code>ECT_TOKEN_UTF8</code>',
      'show --seed 7 --case N',
    ])
      expect(page).toContain(text)
  })

  it('shows expected failures by reason, and expectations that are stale', () => {
    expect(page).toContain('<summary>1 &times; known ')
    expect(page).toContain('Listed as an expected failure: stale ')
  })

  it('puts the rules that fail first, each with its sentence', () => {
    expect(page.indexOf('<td><code>ENV-BOM</code>')).toBeLessThan(page.indexOf('<td><code>ENV-UTF8</code>'))
    expect(page).toContain('Header and payload do not start with a byte order mark.')
  })
})

describe('the JUnit report', () => {
  const xml = renderReport(report, 'junit')

  it('counts tests, failures and what was skipped', () => {
    expect(xml).toContain('<testsuites name="ect-conformance" tests="4" failures="2">')
    expect(xml).toContain('<testsuite name="decode execution-context-00" tests="4" failures="2" skipped="1">')
    expect(xml.match(/<testcase /g)).toHaveLength(4)
    expect(xml.match(/<failure message="/g)).toHaveLength(2)
    expect(xml.match(/<skipped message="/g)).toHaveLength(1)
  })

  it('holds only characters that XML has, and no markup from what it reports', () => {
    expect(xml).not.toContain('<script')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/)
    const withoutTags = xml
      .replaceAll(/<\/?\w+(?: \w+="[^"<]*")*\/?>/g, '')
      .replace('<?xml version="1.0" encoding="UTF-8"?>', '')
    expect(withoutTags.trim()).toBe('')
  })
})

describe('the other reports', () => {
  it('text says what failed, what is stale, and which seed shows it again', () => {
    const text = renderReport(report, 'text')
    expect(text).toContain('1001  expected ECT_TOKEN_UTF8, got ')
    expect(text).toContain('1002  passes, but is listed as an expected failure')
    expect(text).toContain('expected failures: 1')
    expect(text).toContain('show --seed 7 --case N')
  })

  it('text is what a terminal shows and does not act on, and each case has one line', () => {
    const reason = `known${hostile}\r\nsuite  cases\n1005  expected`
    const text = renderReport({ ...report, stale: [{ ...one, tcId: 1002, reason }] }, 'text')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/)
    expect(text.match(/^1\d{3} /gm)).toEqual(['1001 ', '1002 '])
  })

  it('text names the revision of a row when there are several', () => {
    expect(renderReport(report, 'text')).toMatch(/\ndecode +4 /)
    const later = report.suites.map((row) => ({ ...row, revision: 'ect-01' as const }))
    const text = renderReport({ ...report, suites: [...report.suites, ...later] }, 'text')
    expect(text).toMatch(/\ndecode execution-context-00 +4 .*\ndecode ect-01 +4 /)
  })

  it('JSON is the report', () => {
    expect(JSON.parse(renderReport(report, 'json'))).toEqual(report)
  })
})

describe('the option --report', () => {
  it('names a form and a file', () => {
    expect(parseReportTarget('html=a=b.html')).toEqual({ format: 'html', file: 'a=b.html' })
  })

  it.each(['html', 'html=', '=x', 'pdf=x', 'constructor=x', ''])('refuses %j', (text) => {
    expect(() => parseReportTarget(text)).toThrow(TypeError)
  })
})
