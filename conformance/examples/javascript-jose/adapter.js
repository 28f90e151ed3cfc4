// Execution Context Tokens with jose and nothing else: answers the questions of `ect-conformance run`, a line for each.
// Signatures, typ, aud and exp are left to the library; claims, graph, field and ledger are written by hand.
import { createInterface } from 'node:readline'
import { compactVerify, createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'

const typ = 'wimse-exec+jwt'
const skew = 30
const forbiddenHeaders = ['crit', 'b64', 'zip', 'enc', 'cty', 'jwk', 'jku', 'x5u', 'x5c']
const required = ['iss', 'aud', 'iat', 'exp', 'jti', 'tid', 'exec_act', 'par', 'pol', 'pol_decision']
const texts = ['pol', 'pol_enforcer', 'inp_classification', 'regulated_domain', 'model_version', 'compensation_reason']
const decisions = ['approved', 'rejected', 'pending_human_review']
const digestBytes = { 'sha-256': 32, 'sha-384': 48, 'sha-512': 64 }
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const opaquePattern = /^[A-Za-z0-9._:-]{1,128}$/
const spiffePattern = /^spiffe:\/\/[a-z0-9._-]{1,255}(\/[A-Za-z0-9._-]+)+$/
const remedyPattern = /^(compensation|rollback|remediation|human_review)([_\-.:/]|$)/

/** What is refused is thrown. */
class Refused extends Error {}

/** What this program does not do. */
class Unsupported extends Error {}

function check(condition, what) {
  if (!condition) throw new Refused(what)
}

const isText = (value) => typeof value === 'string' && value !== ''
const isInteger = (value) => Number.isSafeInteger(value) && value >= 0
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)
const depthOf = (value) =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0

// Tokens

/** Reads a token without verifying it. */
function decode(token, { algorithms }) {
  check(token.length <= 65_535, 'size')
  const header = decodeProtectedHeader(token)
  const payload = decodeJwt(token)
  checkHeader(header, algorithms)
  checkRevision(payload)
  return { header, payload }
}

function checkHeader(header, algorithms) {
  check(!forbiddenHeaders.some((name) => name in header), 'forbidden header')
  check(header.typ === typ, 'typ')
  check(algorithms.includes(header.alg), 'alg')
  check(isText(header.kid) && Buffer.byteLength(header.kid) <= 512 && !/\p{Cc}/u.test(header.kid), 'kid')
}

function checkRevision(claims) {
  check('tid' in claims && !('pred' in claims), 'revision')
}

/** Verifies a token for `audience` at `now`; a supporting one only by what holds for those. */
async function verify(token, question, isSupporting = false) {
  check(token.length <= 65_535, 'size')
  const { keys, now, options } = question
  const { header, claims } = await (isSupporting ? openSupporting : open)(token, question)
  checkHeader(header, options.algorithms)
  checkRevision(claims)
  checkKey(
    keys.keys.find(({ kid }) => kid === header.kid),
    claims,
    isSupporting ? claims.iat : now,
  )
  checkClaims(claims, options)
  check(claims.iat <= now + options.clockSkew, 'future')
  if (!isSupporting) check(claims.iat >= now - options.maxAge, 'too old')
  return claims
}

/** What the library checks: the signature, typ, aud and exp. */
async function open(token, { keys, audience, now, options }) {
  const { protectedHeader, payload } = await jwtVerify(token, createLocalJWKSet({ keys: keys.keys }), {
    typ,
    algorithms: options.algorithms,
    audience,
    currentDate: new Date(now * 1000),
    clockTolerance: options.expiryLeeway,
    requiredClaims: required,
  })
  return { header: protectedHeader, claims: payload }
}

/** A supporting token was for somebody else, some time ago: the library checks its signature alone. */
async function openSupporting(token, { keys, options: { algorithms } }) {
  const verified = await compactVerify(token, createLocalJWKSet({ keys: keys.keys }), { algorithms })
  return { header: verified.protectedHeader, claims: JSON.parse(new TextDecoder().decode(verified.payload)) }
}

/** The members that key sets of the suite have beside those of RFC 7517. */
function checkKey(key, claims, at) {
  check(key !== undefined && key.revoked !== true, 'revoked')
  check((key.nbf ?? 0) <= at && at < (key.exp ?? Infinity), 'validity of the key')
  check(key.sub !== undefined && key.sub === claims.iss, 'owner of the key')
}

function checkClaims(claims, { ids, maxParents }) {
  for (const name of required) check(claims[name] !== undefined, name)
  for (const name of texts) check(claims[name] === undefined || isText(claims[name]), name)
  for (const name of ['iat', 'exp']) check(isInteger(claims[name]), name)
  for (const name of ['nbf', 'pol_timestamp', 'exec_time_ms']) {
    check(claims[name] === undefined || isInteger(claims[name]), name)
  }
  check(typeof claims.iss === 'string' && claims.iss.length <= 2048 && spiffePattern.test(claims.iss), 'iss')
  check(claims.sub === undefined || claims.sub === claims.iss, 'sub')
  const audience = [claims.aud].flat()
  check(audience.length > 0 && audience.length <= 64 && audience.every(isText), 'aud')
  check(claims.exp > claims.iat, 'exp')
  for (const id of [claims.jti, claims.tid, claims.wid ?? claims.tid]) check(isId(id, ids), 'id')
  checkParents(claims.par, ids, maxParents)
  check(isText(claims.exec_act) && Buffer.byteLength(claims.exec_act) <= 256, 'exec_act')
  check(!/\p{Cc}/u.test(claims.exec_act), 'exec_act')
  check(decisions.includes(claims.pol_decision), 'pol_decision')
  check(claims.pol_timestamp === undefined || claims.pol_timestamp <= claims.iat, 'pol_timestamp')
  for (const name of ['inp_hash', 'out_hash']) check(claims[name] === undefined || isHash(claims[name]), name)
  const witnesses = claims.witnessed_by ?? []
  check(Array.isArray(witnesses) && witnesses.every(isText), 'witnessed_by')
  check([undefined, true, false].includes(claims.compensation_required), 'compensation_required')
  check(claims.compensation_required !== true || isText(claims.compensation_reason), 'compensation_reason')
  check(claims.ext === undefined || isExtension(claims.ext), 'ext')
}

function isId(id, ids) {
  if (typeof id !== 'string') return false
  if (ids === 'opaque') return opaquePattern.test(id)
  return uuidPattern.test(id) && !/^(0|f)+$/i.test(id.replaceAll('-', ''))
}

function checkParents(par, ids, maxParents) {
  check(Array.isArray(par) && par.length <= maxParents && par.every((id) => isId(id, ids)), 'par')
  check(new Set(par.map((id) => idOf(id, ids))).size === par.length, 'par')
}

/** An id as it is compared. */
function idOf(id, ids) {
  return ids === 'opaque' ? id : id.toLowerCase()
}

function isHash(text) {
  const match = typeof text === 'string' && /^(sha-256|sha-384|sha-512):([A-Za-z0-9_-]+)$/.exec(text)
  return match && Buffer.from(match[2], 'base64url').length === digestBytes[match[1]]
}

function isExtension(ext) {
  return (
    isObject(ext) &&
    Object.keys(ext).every((name) => /^[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)+$/i.test(name)) &&
    Buffer.byteLength(JSON.stringify(ext)) <= 4096 &&
    depthOf(ext) <= 5
  )
}

/** The task of a token, with its ids as they are compared. */
function taskOf(claims, ids) {
  return {
    taskId: idOf(claims.tid, ids),
    ...(claims.wid === undefined ? {} : { workflowId: idOf(claims.wid, ids) }),
    parents: claims.par.map((id) => idOf(id, ids)),
    agent: claims.iss,
    action: claims.exec_act,
    decision: claims.pol_decision,
    issuedAt: claims.iat,
  }
}

function isRemedy({ compensation_required, exec_act }) {
  return compensation_required === true || remedyPattern.test(exec_act)
}

// Graph

/** Judges claims against a store of claims and gives the index of each parent. */
function admit(claims, store, { ids, crossWorkflowParents = false, maxAncestors = 10_000 }, walk) {
  const task = taskOf(claims, ids)
  const tasks = store.map((record) => taskOf(record, ids))
  const byId = new Map()
  for (const [index, { taskId }] of tasks.entries()) byId.set(taskId, [...(byId.get(taskId) ?? []), index])
  const called = (id) => byId.get(id) ?? []
  check(!task.parents.includes(task.taskId), 'self')
  const sharesScope = (index) =>
    [task.workflowId, tasks[index].workflowId].includes(undefined) || task.workflowId === tasks[index].workflowId
  check(!called(task.taskId).some(sharesScope), 'exists')
  const parents = task.parents.map((id) => {
    const found = candidates(task, called(id), tasks, crossWorkflowParents)
    check(found.length === 1, 'parent')
    return found[0]
  })
  for (const parent of parents) check(tasks[parent].issuedAt <= task.issuedAt + skew, 'parent time')
  if (walk) checkAncestors(task, parents, tasks, called, maxAncestors)
  const unsettled = parents.some((parent) => tasks[parent].decision !== 'approved')
  check(!unsettled || isRemedy(claims), 'parent policy')
  return parents
}

function candidates({ workflowId }, indexes, tasks, crossWorkflowParents) {
  if (workflowId === undefined) return indexes
  const own = indexes.filter((index) => tasks[index].workflowId === workflowId)
  if (own.length > 0) return own
  const free = indexes.filter((index) => tasks[index].workflowId === undefined)
  return free.length > 0 || !crossWorkflowParents ? free : indexes
}

function checkAncestors(task, parents, tasks, called, maxAncestors) {
  const seen = new Set()
  const open = [...parents]
  while (open.length > 0) {
    const index = open.pop()
    if (seen.has(index)) continue
    seen.add(index)
    check(seen.size <= maxAncestors, 'too many ancestors')
    check(!tasks[index].parents.includes(task.taskId), 'cycle')
    for (const id of tasks[index].parents) open.push(...called(id))
  }
}

// Suites

async function judgeVerify(question) {
  if (question.wits.length > 0) throw new Unsupported()
  const claims = await verify(question.token, question)
  checkReplay(claims, question)
  return { expect: taskOf(claims, question.options.ids) }
}

function checkReplay(claims, { seen, options }) {
  const jti = idOf(claims.jti, options.ids)
  check(!seen.some((one) => one.issuer === claims.iss && one.jti === jti), 'replay')
}

/** The tokens of this suite count as verified. */
function judgeGraph({ store, token, options }) {
  const records = store.records.map((record) => decodeJwt(record))
  return { expect: { parents: admit(decodeJwt(token), records, options, store.mode === 'inline') } }
}

async function judgeField(question) {
  const { lines, options } = question
  check(!lines.some((line) => /\p{Cc}/u.test(line)), 'control character')
  const tokens = lines
    .join(',')
    .split(',')
    .map((token) => token.trim())
    .filter((token) => token !== '')
  check(tokens.length > 0 && tokens.length <= options.maxTokens, 'count')
  const read = tokens.map((token) => decodeJwt(token))
  for (const claims of read) checkParents(claims.par, options.ids, options.maxParents)
  const ids = read.map(({ tid }) => idOf(String(tid), options.ids))
  const isNamed = (id, at) =>
    read.some((other, index) => index !== at && other.par.some((parent) => idOf(parent, options.ids) === id))
  const supporting = ids.map(isNamed)
  check(supporting.includes(false), 'no subject')
  for (const [at, token] of tokens.entries()) {
    const claims = await verify(token, question, supporting[at])
    if (!supporting[at]) checkReplay(claims, question)
  }
  for (const [at, claims] of read.entries()) {
    if (question.dag && !supporting[at]) admit(claims, read.toSpliced(at, 1), options, true)
  }
  return {
    expect: { subjects: ids.filter((_, at) => !supporting[at]), supporting: ids.filter((_, at) => supporting[at]) },
  }
}

async function judgeLedger(question) {
  const entries = []
  const steps = []
  for (const { submit, at } of question.steps) {
    try {
      steps.push(await append(entries, submit, { ...question, now: at }))
    } catch {
      steps.push({})
    }
  }
  return { result: steps.every(({ sequence }) => sequence !== undefined) ? 'valid' : 'invalid', steps }
}

async function append(entries, token, question) {
  const input = token.slice(0, token.lastIndexOf('.'))
  const { options } = question
  const late = options.maxLatenessSeconds
  const first = entries.find((entry) => entry.input === input)
  if (first !== undefined) {
    await compactVerify(token, createLocalJWKSet({ keys: question.keys.keys }), { algorithms: options.algorithms })
    return { sequence: first.sequence, duplicate: true, parents: first.parents }
  }
  const widened = { ...options, expiryLeeway: options.expiryLeeway + late, maxAge: options.maxAge + late }
  const claims = await verify(token, { ...question, options: widened })
  const jti = idOf(claims.jti, options.ids)
  check(!entries.some((entry) => entry.claims.iss === claims.iss && entry.jti === jti), 'jti')
  const parents = admit(
    claims,
    entries.map((entry) => entry.claims),
    options,
    false,
  )
  const entry = { sequence: entries.length, input, claims, jti, parents }
  entries.push(entry)
  return { sequence: entry.sequence, parents }
}

const suites = {
  decode: ({ token, options }) => ({ expect: decode(token, options) }),
  verify: judgeVerify,
  dag: judgeGraph,
  'http-field': judgeField,
  ledger: judgeLedger,
}

async function answer(question) {
  const judge = suites[question.suite]
  if (judge === undefined || question.revision !== 'execution-context-00') return { result: 'unsupported' }
  try {
    return { result: 'valid', ...(await judge(question)) }
  } catch (error) {
    return { result: error instanceof Unsupported ? 'unsupported' : 'invalid' }
  }
}

/** An answer as JSON, without its details where those cannot be written. */
function written(verdict, details) {
  try {
    return JSON.stringify({ ...verdict, ...details })
  } catch {
    return JSON.stringify(verdict)
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line)
  const { result, ...details } = await answer(question)
  console.log(written({ tcId: question.tcId, result }, details))
}
