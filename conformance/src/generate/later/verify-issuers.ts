/** Who the issuer may be: a URI in ect-00, whatever the identity binding names in ect-01. */
import { alice, type OwnerName, owners } from '../cast.ts'
import type { Draft, Topic } from '../number-cases.ts'
import type { VerifyParts } from '../verify/draft.ts'
import { ect00, type LaterRevision } from './revision.ts'
import { type VerifyDrafts, verifyDrafts } from './verify-draft.ts'

const uris: readonly OwnerName[] = ['https', 'urn', 'did', 'mailto', 'upper-case-uri', 'spiffe-slash', 'longest-uri']
const names: readonly OwnerName[] = ['name', 'mail', 'distinguished-name', 'not-ascii', 'longest-name']
const rules = ['REVISION-ISS']

/** The issuer's name under the key of that owner. */
const signedBy = (kid: OwnerName, iss: unknown = owners[kid]): VerifyParts => ({
  keys: 'issuers',
  header: { kid },
  claims: { iss },
})

export function issuersTopic(revision: LaterRevision): Topic<'verify'> {
  const drafts = verifyDrafts(revision)
  const { ok, no } = drafts
  return {
    first: revision.numbers + 2201,
    drafts: [
      ok('a SPIFFE ID', [...rules, 'CLAIM-ISS-OWNER']),
      ...uris.map((kid) => ok(`a URI: ${kid}`, [...rules, 'CLAIM-ISS-OWNER'], signedBy(kid))),
      ...(revision === ect00 ? namesAreRefused(drafts) : namesAreAccepted(drafts)),
      no('ECT_CLAIM_STRING', 'an empty issuer', rules, signedBy('name', '')),
      no('ECT_CLAIM_STRING', 'an issuer of 2,049 bytes', rules, {
        ...signedBy('longest-uri', `${owners['longest-uri']}a`),
        flags: ['Boundary'],
      }),
      ...['\u0000', '\n', '\u007f', '\u0085'].map((control) =>
        no('ECT_CLAIM_STRING', `an issuer with the control character ${JSON.stringify(control)}`, rules, {
          ...signedBy('https', `${owners.https}${control}`),
          flags: ['Attack'],
        }),
      ),
      no('ECT_CLAIM_TYPE', 'an issuer in an array', rules, signedBy('https', [owners.https])),
      ...otherIssuers(drafts),
    ],
  }
}

function namesAreRefused({ no }: VerifyDrafts): Draft<'verify'>[] {
  const noUris: readonly (readonly [string, string])[] = [
    ['a scheme and nothing after it', 'https:'],
    ['a scheme that begins with a digit', '1https://example.com/alice'],
    ['no scheme', '//example.com/agents/alice'],
    ['no scheme before the colon', '://example.com/agents/alice'],
    ['a space inside', 'urn:example:agent alice'],
    ['a space at the end', `${owners.https} `],
    ['letters outside ASCII', 'https://example.com/agents/zoë'],
    ['angle brackets', `<${owners.https}>`],
    ['a backslash', 'https:\\\\example.com\\alice'],
  ]
  return [
    ...names.map((kid) => no('ECT_CLAIM_STRING', `no URI: ${kid}`, rules, signedBy(kid))),
    ...noUris.map(([how, iss]) => no('ECT_CLAIM_STRING', `no URI: ${how}`, rules, signedBy('https', iss))),
  ]
}

function namesAreAccepted({ ok, no }: VerifyDrafts): Draft<'verify'>[] {
  return [
    ...names.map((kid) =>
      ok(`a name that is no URI: ${kid}`, rules, { ...signedBy(kid), flags: kid === 'name' ? [] : ['Unusual'] }),
    ),
    no('ECT_CLAIM_STRING', 'a name of 2,050 bytes in 1,025 characters', rules, {
      ...signedBy('longest-name', `${owners['longest-name']}ë`),
      flags: ['Boundary'],
    }),
    no('ECT_PARTY_ISSUER', 'the same letters composed otherwise', [...rules, 'CLAIM-ISS-BYTEWISE'], {
      ...signedBy('not-ascii', owners['not-ascii'].normalize('NFD')),
      flags: ['Attack'],
    }),
    no('ECT_PARTY_ISSUER', 'the same name in another case', [...rules, 'CLAIM-ISS-BYTEWISE'], {
      ...signedBy('name', 'Alice'),
      flags: ['Attack'],
    }),
    no('ECT_PARTY_ISSUER', 'the same name and a space', [...rules, 'CLAIM-ISS-BYTEWISE'], {
      ...signedBy('name', 'alice '),
      flags: ['Attack'],
    }),
    no('ECT_PARTY_ISSUER', 'the attributes of a distinguished name in another order', rules, {
      ...signedBy('distinguished-name', 'C=DE,O=Example GmbH,CN=alice'),
    }),
  ]
}

/** Names are compared byte for byte, also where two of them are one to their scheme. */
function otherIssuers({ no }: VerifyDrafts): Draft<'verify'>[] {
  const others: readonly (readonly [string, OwnerName, string])[] = [
    ['the owner of another key', 'https', alice],
    ['the host in upper case', 'https', 'https://EXAMPLE.com/agents/alice'],
    ['a percent-encoded letter', 'https', 'https://example.com/agents/%61lice'],
    ['the default port', 'https', 'https://example.com:443/agents/alice'],
    ['a trailing slash', 'https', `${owners.https}/`],
    ['a fragment', 'https', `${owners.https}#key-1`],
    ['without the trailing slash', 'spiffe-slash', alice],
    ['the scheme in lower case', 'upper-case-uri', owners['upper-case-uri'].replace('HTTPS', 'https')],
  ]
  return others.map(([how, kid, iss]) =>
    no('ECT_PARTY_ISSUER', `another issuer: ${how}`, [...rules, 'CLAIM-ISS-BYTEWISE', 'CLAIM-ISS-OWNER'], {
      ...signedBy(kid, iss),
      flags: ['Attack'],
    }),
  )
}
