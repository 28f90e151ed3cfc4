import { readFileSync, writeFileSync } from 'node:fs'
import { formatTable } from '../report.ts'
import { judgeRatios } from './judge-ratios.ts'
import { shortRatios } from './short-ratios.ts'

const file = new URL('../../ratios.json', import.meta.url)
/** What fails once may have been disturbed; what got slower fails again. */
const attempts = 3

/**
 * Measures the short ratios and compares them with the stored ones; true when none has become much worse.
 *
 * @param isRenewed stores what was measured, and compares nothing
 */
export async function checkRatios(isRenewed: boolean): Promise<boolean> {
  if (isRenewed) {
    const rounded = Object.entries(await shortRatios()).map(([name, ratio]) => [name, Number(ratio.toPrecision(2))])
    writeFileSync(file, `${JSON.stringify(Object.fromEntries(rounded), undefined, 2)}\n`)
    console.log('bench/ratios.json is written')
    return true
  }
  const stored = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, number>>
  for (let attempt = 1; ; attempt++) {
    const checks = judgeRatios(stored, await shortRatios())
    const rows = checks.map(({ name, stored: before, measured, isFine }) => [
      name,
      before.toFixed(2),
      measured?.toFixed(2) ?? 'missing',
      isFine ? '' : 'slower',
    ])
    console.log(formatTable([['', 'stored', 'measured', ''], ...rows]))
    const areFine = checks.every(({ isFine }) => isFine)
    if (areFine || attempt === attempts) return areFine
  }
}
