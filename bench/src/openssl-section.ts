import type { ValueSection } from './bench-result.ts'
import { type Candidate, compare, costsOf } from './compare.ts'
import { type OpensslSpeed, opensslSpeed } from './openssl.ts'
import { type Spread, spreadOf } from './spread.ts'

/**
 * The bare operation of the `openssl` that is installed, beside the one inside Node, in turn and by processor time, as
 * `openssl speed` tells no other. No section where it is not installed.
 */
export async function opensslSection<Item>(
  figure: keyof OpensslSpeed,
  candidate: Candidate<Item>,
  { items, repetitions }: { readonly items: readonly Item[]; readonly repetitions: number },
): Promise<readonly ValueSection[]> {
  const pairs: { readonly node: number; readonly openssl: number }[] = []
  while (pairs.length < repetitions) {
    const openssl = opensslSpeed()
    if (openssl === undefined) return []
    const costs = await compare([candidate], { items, turns: 1, repetitions: 1 })
    const [node] = costsOf(costs, candidate.name)
    pairs.push({ node: node?.cpuUs ?? 0, openssl: openssl[figure] })
  }
  const row = (label: string, value: Spread, unit: string) => ({ label, value, unit, digits: 2 })
  const rows = [
    row('openssl speed ecdsap256', spreadOf(pairs.map(({ openssl }) => openssl)), 'µs'),
    row(candidate.name, spreadOf(pairs.map(({ node }) => node)), 'µs'),
    row('speed of the second, the first = 1', spreadOf(pairs.map(({ node, openssl }) => openssl / node)), 'times'),
  ]
  return [{ kind: 'values', title: 'The bare operation, by processor time', rows }]
}
