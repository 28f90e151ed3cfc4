import { decodeEct, encodeBase64url, isEctError, readExecutionContext } from '@wimse-ect/claims'

const part = (json: object): string => encodeBase64url(new TextEncoder().encode(JSON.stringify(json)))
const header = part({ typ: 'wimse-exec+jwt', alg: 'ES256', kid: 'agent-a-key' })
const payload = part({ tid: '550e8400-e29b-41d4-a716-446655440001', exec_act: 'review_spec' })

for (const compact of readExecutionContext([`${header}.${payload}.AAAA`, `${header}.${payload}.AAAB=`])) {
  try {
    console.log('says, unproven:', decodeEct(compact).payload.exec_act)
  } catch (error) {
    console.log('refused:', isEctError(error) ? error.code : error)
  }
}
