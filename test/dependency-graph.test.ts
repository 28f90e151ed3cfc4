import { expect, test } from 'vitest'
import { workspacePackages } from '../scripts/workspace.ts'

/**
 * Who may know whom at run time. Arrows point one way; signing and verification, dag and ledger do not know each other.
 */
const graph: Readonly<Record<string, readonly string[]>> = {
  '@wimse-ect/bench': [
    '@wimse-ect/claims',
    '@wimse-ect/dag',
    '@wimse-ect/ledger',
    '@wimse-ect/ledger-postgres',
    '@wimse-ect/ledger-sqlite',
    '@wimse-ect/server',
    '@wimse-ect/signing',
    '@wimse-ect/verification',
    'wimse-ect',
  ],
  '@wimse-ect/claims': [],
  '@wimse-ect/cli': [
    '@wimse-ect/claims',
    '@wimse-ect/conformance',
    '@wimse-ect/cose',
    '@wimse-ect/dag',
    '@wimse-ect/ledger',
    '@wimse-ect/ledger-postgres',
    '@wimse-ect/ledger-sqlite',
    '@wimse-ect/ledger-tiles',
    '@wimse-ect/server',
    '@wimse-ect/signing',
    '@wimse-ect/verification',
    'wimse-ect',
  ],
  '@wimse-ect/conformance': [],
  '@wimse-ect/cose': ['@wimse-ect/claims', '@wimse-ect/signing', '@wimse-ect/verification'],
  '@wimse-ect/dag': ['@wimse-ect/claims'],
  '@wimse-ect/demo': [
    '@wimse-ect/http',
    '@wimse-ect/ledger',
    '@wimse-ect/ledger-sqlite',
    '@wimse-ect/server',
    '@wimse-ect/witness',
    'wimse-ect',
  ],
  '@wimse-ect/examples': ['wimse-ect'],
  '@wimse-ect/explorer': ['@wimse-ect/claims', '@wimse-ect/dag', '@wimse-ect/ledger', '@wimse-ect/verification'],
  '@wimse-ect/fuzz': [
    '@wimse-ect/claims',
    '@wimse-ect/cli',
    '@wimse-ect/conformance',
    '@wimse-ect/cose',
    '@wimse-ect/dag',
    '@wimse-ect/ledger',
    '@wimse-ect/ledger-tiles',
    '@wimse-ect/server',
    '@wimse-ect/signing',
    '@wimse-ect/verification',
    '@wimse-ect/witness',
    'wimse-ect',
  ],
  '@wimse-ect/http': ['@wimse-ect/claims', '@wimse-ect/signing', '@wimse-ect/verification'],
  '@wimse-ect/ledger': ['@wimse-ect/claims'],
  '@wimse-ect/ledger-postgres': ['@wimse-ect/claims', '@wimse-ect/ledger'],
  '@wimse-ect/ledger-sqlite': ['@wimse-ect/claims', '@wimse-ect/ledger'],
  '@wimse-ect/ledger-tiles': ['@wimse-ect/claims', '@wimse-ect/ledger'],
  '@wimse-ect/server': [
    '@wimse-ect/claims',
    '@wimse-ect/ledger',
    '@wimse-ect/ledger-postgres',
    '@wimse-ect/ledger-sqlite',
    'wimse-ect',
  ],
  '@wimse-ect/signing': ['@wimse-ect/claims'],
  '@wimse-ect/verification': ['@wimse-ect/claims'],
  '@wimse-ect/witness': ['@wimse-ect/claims', '@wimse-ect/ledger'],
  'wimse-ect': [
    '@wimse-ect/claims',
    '@wimse-ect/dag',
    '@wimse-ect/ledger',
    '@wimse-ect/signing',
    '@wimse-ect/verification',
  ],
}

const packages = workspacePackages().map((each) => each.manifest)
const names = new Set(packages.map((each) => each.name))

test('packages depend on one another only as the graph says', () => {
  const found = packages.map((each) => [
    each.name,
    Object.keys(each.dependencies ?? {})
      .filter((name) => names.has(name))
      .sort(),
  ])
  expect(Object.fromEntries(found)).toEqual(graph)
})

test('packages of this repository are used at the version of the workspace', () => {
  const versions = packages
    .flatMap((each) => Object.entries({ ...each.dependencies, ...each.devDependencies }))
    .filter(([name]) => names.has(name))
    .map(([, version]) => version)
  expect(new Set(versions)).toEqual(new Set(['workspace:*']))
})
