import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { type BenchResult, type Effort, type PartsSection, scaled } from '../bench-result.ts'
import { type Costs, compare, costsOf, speedOf } from '../compare.ts'
import { opensslSection } from '../openssl-section.ts'
import { arrive, audience, issuedAt, type SignedToken, signedTokens } from '../signed-tokens.ts'
import { speedSection } from '../speed-section.ts'
import { type Spread, spreadOf } from '../spread.ts'
import { browserBundle } from '../start-and-size/browser-bundle.ts'
import { inTemporaryFolder } from '../temporary-folder.ts'
import { withBuffer, withOurs } from './decoding.ts'
import { parsing, plainParsing, replay } from './stages.ts'
import * as verifiers from './verifiers.ts'

const tokensPerRepetition = 4000
const turns = 10

/** Full verification, one token after another, beside bare signature checks and other libraries. */
export async function benchVerification(effort: Effort): Promise<BenchResult> {
  const { repetitions } = effort
  const options = { items: await signedTokens(scaled(tokensPerRepetition, effort)), turns, repetitions, arrive }
  const { rawDer, rawJose, ours, jose, joseInFlight, fastJwt, jsonWebToken, nodeRs, noble } = verifiers
  const others = [jose, joseInFlight, fastJwt, jsonWebToken, nodeRs, noble]
  const sequential = await compare([rawDer, rawJose, ours, ...others, parsing, plainParsing, replay], options)
  const bytes = Math.round(options.items.reduce((sum, { compact }) => sum + compact.length, 0) / options.items.length)
  const decoding = await compare([rawDer, withBuffer, withOurs], options)
  const portable = await comparePortable(options.items, repetitions)
  const stages = new Set([parsing.name, plainParsing.name, replay.name])
  const whole = Object.fromEntries(Object.entries(sequential).filter(([name]) => !stages.has(name)))
  const openssl = await opensslSection('verifyUs', rawDer, options)
  return {
    title: 'Verification',
    about: `Tokens of ${bytes} bytes on average, all different, each a string that nobody has read before; keys in
      memory; every verifier is told the same time. crypto.verify and noble check the signature and nothing else,
      and are given it decoded; the other libraries check signature, issuer, audience and times, and know neither
      replays nor the claims of an ECT.`,
    sections: [
      speedSection('One token after another', whole, { baseline: rawDer.name, ours: [ours.name] }),
      ...openssl,
      partsSection(sequential),
      speedSection('Reading a token', pick(sequential, [plainParsing.name, parsing.name]), {
        baseline: plainParsing.name,
        ours: [parsing.name],
      }),
      speedSection('A payload decoded before each signature', decoding, {
        baseline: rawDer.name,
        ours: [withOurs.name],
      }),
      speedSection('The portable path, as a browser gets it (WebCrypto), 64 in flight', portable, {
        baseline: joseInFlight.name,
        ours: [portableName],
      }),
    ],
    figures: figuresOf(sequential, portable),
  }
}

function figuresOf(sequential: Costs, portable: Costs): BenchResult['figures'] {
  const { rawDer, ours, jose, joseInFlight, fastJwt, jsonWebToken } = verifiers
  return {
    'verification / crypto.verify': speedOf(sequential, ours.name, rawDer.name),
    'verification / jose': speedOf(sequential, ours.name, jose.name),
    'verification / jsonwebtoken': speedOf(sequential, ours.name, jsonWebToken.name),
    'verification / fast-jwt': speedOf(sequential, ours.name, fastJwt.name),
    'portable verification / jose': speedOf(portable, portableName, joseInFlight.name),
    'reading a token, µs': { wall: cpuOf(sequential, parsing.name) },
  }
}

const portableName = '@wimse-ect/verification, portable'

/** The bundle runs here, where jose runs: in a browser it would be the same WebCrypto calls. */
async function comparePortable(items: readonly SignedToken[], repetitions: number): Promise<Costs> {
  const bundle = await browserBundle({
    program: "export { createVerifier, jwksKeys } from '@wimse-ect/verification'",
    isMinified: false,
  })
  return inTemporaryFolder(async (path) => {
    writeFileSync(path('verification.mjs'), bundle)
    const bundled: unknown = await import(pathToFileURL(path('verification.mjs')).href)
    const { createVerifier, jwksKeys } = bundled as typeof import('@wimse-ect/verification')
    const make: verifiers.MakeVerifier = (keys) =>
      createVerifier({ audience, keys: jwksKeys(keys), clock: () => issuedAt + 5 })
    const candidates = [verifiers.oursInFlight(portableName, make), verifiers.joseInFlight]
    // A turn has to be long beside its end, when fewer and fewer are in flight.
    return compare(candidates, { items, turns: 8, repetitions, arrive })
  })
}

/** The stages were measured beside the whole; what they do not explain is key look-up, DER, promises and the rest. */
function partsSection(costs: Costs): PartsSection {
  const median = (name: string): number => cpuOf(costs, name).median
  const { rawDer, ours } = verifiers
  const measured = [
    { label: 'signature', value: median(rawDer.name) },
    { label: parsing.name, value: median(parsing.name) },
    { label: replay.name, value: median(replay.name) },
  ]
  const rest = median(ours.name) - measured.reduce((sum, { value }) => sum + value, 0)
  const parts = [...measured, { label: 'key, times, audience, DER, promises', value: Math.max(0, rest) }]
  return { kind: 'parts', title: 'Where the time of one verification goes', unit: 'µs of processor time', parts }
}

function cpuOf(costs: Costs, name: string): Spread {
  return spreadOf(costsOf(costs, name).map(({ cpuUs }) => cpuUs))
}

function pick(costs: Costs, names: readonly string[]): Costs {
  return Object.fromEntries(names.map((name) => [name, costsOf(costs, name)]))
}
