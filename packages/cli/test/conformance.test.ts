import { expect, it } from 'vitest'
import { Bench } from './bench.ts'

it('the suites run against these packages, and against another program', async () => {
  const bench = new Bench()
  const own = await bench.ect(['conformance', '--suite', 'decode', '--strict', '--json'])
  expect(own.code).toBe(0)
  expect(JSON.parse(own.stdout)).toMatchObject({ suites: [{ suite: 'decode', wrong: 0, unanswered: 0 }], failures: [] })

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
