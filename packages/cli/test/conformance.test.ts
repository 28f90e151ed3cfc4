import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Bench } from './bench.ts'

it('the suites run against these packages, and against another program', async () => {
  const bench = new Bench()
  const own = await bench.ect(['conformance', '--suite', 'decode', '--strict', '--json'])
  expect(own.code).toBe(0)
  const clean = (revision: string) => ({ suite: 'decode', revision, wrong: 0, unanswered: 0 })
  expect(JSON.parse(own.stdout)).toMatchObject({
    suites: ['execution-context-00', 'ect-00', 'ect-01'].map(clean),
    failures: [],
  })

  const yes = `${process.execPath} -e "require('node:readline').createInterface({input:process.stdin}).on('line',(l)=>console.log(JSON.stringify({tcId:JSON.parse(l).tcId,result:'valid'})))"`
  const other = await bench.ect(['conformance', '--suite', 'decode', '--impl', yes])
  expect(other.code).toBe(1)
})

it('a suite that is not there is wrong use; a program that does not run could not be asked', async () => {
  const bench = new Bench()
  expect(await bench.ect(['conformance', '--suite', 'nonsense'])).toMatchObject({ code: 2, stdout: '' })
  expect(await bench.ect(['conformance', '--suite', 'decode', '--timeout', '0'])).toMatchObject({ code: 2 })
  const { code } = await bench.ect(['conformance', '--suite', 'decode', '--impl', './no-such-program'])
  expect([1, 3]).toContain(code)
})

it('fresh cases are run, known failures excused and reports written', async () => {
  const bench = new Bench()
  const fresh = ['conformance', '--suite', 'verify', '--seed', '7', '--fresh-cases', '5']
  expect(await bench.ect([...fresh, '--revision', 'execution-context-00'])).toMatchObject({ code: 0 })
  expect(await bench.ect(['conformance', '--fresh-cases', '5'])).toMatchObject({ code: 2, stdout: '' })

  const list = join(bench.folder, 'known.json')
  writeFileSync(list, JSON.stringify({ expectedFailures: [{ cases: [6001], reason: 'was slow' }] }))
  const page = join(bench.folder, 'report.html')
  const one = ['conformance', '--case', '6001', '--report', `html=${page}`]
  expect(await bench.ect([...one, '--expected-failures', list])).toMatchObject({ code: 1 })
  expect(readFileSync(page, 'utf8')).toContain('was slow')
  expect(await bench.ect(one)).toMatchObject({ code: 2 })
  expect(await bench.ect([...one, '--force'])).toMatchObject({ code: 0 })
})
