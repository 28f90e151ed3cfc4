/** Lints the package: prints what is wrong and fails when anything is. */
import { conformanceRoot, loadCodes, loadKeys, loadManifest, loadRequirements, loadSuite } from '../load.ts'
import { lintFiles, lintSignatures } from './lint.ts'

const manifest = loadManifest()
const suites = manifest.suites.map(({ suite, revision }) => loadSuite(suite, revision))
const facts = { manifest, suites, keys: loadKeys(), requirements: loadRequirements(), codes: loadCodes() }
const problems = [...lintFiles(conformanceRoot, facts), ...(await lintSignatures(facts))]
for (const problem of problems) console.error(problem)
console.log(`${suites.reduce((sum, { cases }) => sum + cases.length, 0)} cases, ${problems.length} problems`)
if (problems.length > 0) process.exitCode = 1
