"""Execution Context Tokens with jwcrypto and the standard library: answers the questions of `ect-conformance run`.

Signatures, aud, exp and nbf are left to the library; claims, graph, field and ledger are written by hand. One JSON
question per line of standard input, one JSON answer per line of standard output.
"""

import base64
import json
import re
import sys
import unicodedata
import uuid
from unittest import mock

from jwcrypto import jwk, jws, jwt
from jwcrypto.common import json_decode

TYP = "wimse-exec+jwt"
SKEW = 30
FORBIDDEN_HEADERS = {"crit", "b64", "zip", "enc", "cty", "jwk", "jku", "x5u", "x5c"}
REQUIRED = ["iss", "aud", "iat", "exp", "jti", "tid", "exec_act", "par", "pol", "pol_decision"]
TEXTS = ["pol", "pol_enforcer", "inp_classification", "regulated_domain", "model_version", "compensation_reason"]
DECISIONS = {"approved", "rejected", "pending_human_review"}
DIGEST_BYTES = {"sha-256": 32, "sha-384": 48, "sha-512": 64}
OPAQUE = re.compile(r"^[A-Za-z0-9._:-]{1,128}$")
SPIFFE_ID = re.compile(r"^spiffe://[a-z0-9._-]{1,255}(/[A-Za-z0-9._-]+)+$")
EXT_NAME = re.compile(r"^[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)+$", re.IGNORECASE)
REMEDY = re.compile(r"^(compensation|rollback|remediation|human_review)([_\-.:/]|$)")


class Refused(Exception):
    """What is refused."""


class Unsupported(Exception):
    """What this program does not do."""


def check(condition, what):
    if not condition:
        raise Refused(what)


def is_text(value):
    return isinstance(value, str) and value != ""


def is_integer(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 2**53 - 1


def has_control(text):
    return any(unicodedata.category(character) == "Cc" for character in text)


def depth_of(value):
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        return 0
    return 1 + max((depth_of(member) for member in value), default=0)


# Tokens


def read(token):
    """Header and payload of a token that is not verified."""
    parsed = jws.JWS()
    parsed.deserialize(token)
    payload = json_decode(parsed.objects["payload"])
    check(isinstance(payload, dict), "payload")
    return parsed.jose_header, payload


def decode(token, options):
    check(len(token) <= 65535, "size")
    header, payload = read(token)
    check_header(header, options["algorithms"])
    check_revision(payload)
    return {"header": header, "payload": payload}


def check_header(header, algorithms):
    check(not FORBIDDEN_HEADERS & header.keys(), "forbidden header")
    check(header.get("typ") == TYP, "typ")
    check(header.get("alg") in algorithms, "alg")
    kid = header.get("kid")
    check(is_text(kid) and len(kid.encode()) <= 512 and not has_control(kid), "kid")


def check_revision(claims):
    check("tid" in claims and "pred" not in claims, "revision")


def verify(token, question, now, options, supporting=False):
    """Verifies a token at a time; a supporting one only by what holds for those."""
    check(len(token) <= 65535, "size")
    header, _ = read(token)
    check_header(header, options["algorithms"])
    entry = next((key for key in question["keys"]["keys"] if key.get("kid") == header["kid"]), None)
    check(entry is not None, "unknown key")
    if supporting:
        checks = False
    else:
        checks = {name: None for name in REQUIRED} | {"aud": question["audience"]}
    verified = jwt.JWT(algs=options["algorithms"], check_claims=checks)
    verified.leeway = options["expiryLeeway"]
    # The library asks the clock itself.
    with mock.patch("time.time", lambda: now):
        verified.deserialize(token, jwk.JWK(**entry))
    claims = json_decode(verified.claims)
    check_revision(claims)
    check_claims(claims, options)
    check_key(entry, claims, claims["iat"] if supporting else now)
    check(claims["iat"] <= now + options["clockSkew"], "future")
    if not supporting:
        check(claims["iat"] >= now - options["maxAge"], "too old")
    return claims


def check_key(entry, claims, at):
    """The members that key sets of the suite have beside those of RFC 7517."""
    check(entry.get("revoked") is not True, "revoked")
    check(entry.get("nbf", 0) <= at < entry.get("exp", float("inf")), "validity of the key")
    check("sub" in entry and entry["sub"] == claims["iss"], "owner of the key")


def check_claims(claims, options):
    for name in REQUIRED:
        check(name in claims, name)
    for name in TEXTS:
        check(name not in claims or is_text(claims[name]), name)
    for name in ["iat", "exp"]:
        check(is_integer(claims[name]), name)
    for name in ["nbf", "pol_timestamp", "exec_time_ms"]:
        check(name not in claims or is_integer(claims[name]), name)
    iss = claims["iss"]
    check(isinstance(iss, str) and len(iss) <= 2048 and SPIFFE_ID.match(iss), "iss")
    check("sub" not in claims or claims["sub"] == iss, "sub")
    audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    check(0 < len(audience) <= 64 and all(map(is_text, audience)), "aud")
    check(claims["exp"] > claims["iat"], "exp")
    for name in ["jti", "tid", "wid"]:
        if name in claims:
            id_of(claims[name], options["ids"])
    check_parents(claims["par"], options)
    action = claims["exec_act"]
    check(is_text(action) and len(action.encode()) <= 256 and not has_control(action), "exec_act")
    check(isinstance(claims["pol_decision"], str) and claims["pol_decision"] in DECISIONS, "pol_decision")
    check(claims.get("pol_timestamp", 0) <= claims["iat"], "pol_timestamp")
    for name in ["inp_hash", "out_hash"]:
        if name in claims:
            check_hash(claims[name])
    witnesses = claims.get("witnessed_by", [])
    check(isinstance(witnesses, list) and all(map(is_text, witnesses)), "witnessed_by")
    compensates = claims.get("compensation_required", False)
    check(isinstance(compensates, bool), "compensation_required")
    check(not compensates or "compensation_reason" in claims, "compensation_reason")
    if "ext" in claims:
        check_extension(claims["ext"])


def id_of(value, ids):
    """An id as it is compared."""
    check(isinstance(value, str), "id")
    if ids == "opaque":
        check(OPAQUE.match(value), "id")
        return value
    parsed = uuid.UUID(value)
    check(parsed.int not in (0, 2**128 - 1), "id")
    return str(parsed)


def check_parents(par, options):
    check(isinstance(par, list) and len(par) <= options["maxParents"], "par")
    ids = [id_of(parent, options["ids"]) for parent in par]
    check(len(set(ids)) == len(ids), "par")


def check_hash(value):
    check(isinstance(value, str), "hash")
    algorithm, _, digest = value.partition(":")
    check(algorithm in DIGEST_BYTES, "hash algorithm")
    octets = base64.urlsafe_b64decode(digest + "=" * (-len(digest) % 4))
    check(len(octets) == DIGEST_BYTES[algorithm], "hash length")


def check_extension(ext):
    check(isinstance(ext, dict) and all(EXT_NAME.match(name) for name in ext), "ext")
    written = json.dumps(ext, ensure_ascii=False, separators=(",", ":"))
    check(len(written.encode()) <= 4096 and depth_of(ext) <= 5, "ext")


def task_of(claims, ids):
    """The task of a token, with its ids as they are compared."""
    task = {
        "taskId": id_of(claims["tid"], ids),
        "parents": [id_of(parent, ids) for parent in claims["par"]],
        "agent": claims["iss"],
        "action": claims["exec_act"],
        "decision": claims["pol_decision"],
        "issuedAt": claims["iat"],
    }
    if "wid" in claims:
        task["workflowId"] = id_of(claims["wid"], ids)
    return task


# Graph


def admit(claims, store, options, walk):
    """Judges claims against a store of claims and gives the index of each parent."""
    ids = options["ids"]
    task = task_of(claims, ids)
    tasks = [task_of(record, ids) for record in store]
    by_id = {}
    for index, other in enumerate(tasks):
        by_id.setdefault(other["taskId"], []).append(index)
    check(task["taskId"] not in task["parents"], "self")
    workflow = task.get("workflowId")
    for index in by_id.get(task["taskId"], []):
        other = tasks[index].get("workflowId")
        check(workflow is not None and other is not None and workflow != other, "exists")
    parents = []
    for parent in task["parents"]:
        found = candidates(workflow, by_id.get(parent, []), tasks, options.get("crossWorkflowParents", False))
        check(len(found) == 1, "parent")
        parents.append(found[0])
    for parent in parents:
        check(tasks[parent]["issuedAt"] <= task["issuedAt"] + SKEW, "parent time")
    if walk:
        check_ancestors(task, parents, tasks, by_id, options.get("maxAncestors", 10000))
    if any(tasks[parent]["decision"] != "approved" for parent in parents):
        compensates = claims.get("compensation_required", False)
        check(compensates or REMEDY.match(claims["exec_act"]), "parent policy")
    return parents


def candidates(workflow, indexes, tasks, cross_workflow_parents):
    if workflow is None:
        return indexes
    own = [index for index in indexes if tasks[index].get("workflowId") == workflow]
    if own:
        return own
    free = [index for index in indexes if "workflowId" not in tasks[index]]
    return indexes if not free and cross_workflow_parents else free


def check_ancestors(task, parents, tasks, by_id, max_ancestors):
    seen = set()
    waiting = list(parents)
    while waiting:
        index = waiting.pop()
        if index in seen:
            continue
        seen.add(index)
        check(len(seen) <= max_ancestors, "too many ancestors")
        check(task["taskId"] not in tasks[index]["parents"], "cycle")
        for parent in tasks[index]["parents"]:
            waiting.extend(by_id.get(parent, []))


# Suites


def judge_verify(question):
    if question["wits"]:
        raise Unsupported
    claims = verify(question["token"], question, question["now"], question["options"])
    check_replay(claims, question)
    return {"expect": task_of(claims, question["options"]["ids"])}


def check_replay(claims, question):
    used = {"issuer": claims["iss"], "jti": id_of(claims["jti"], question["options"]["ids"])}
    check(used not in question["seen"], "replay")


def judge_graph(question):
    """The tokens of this suite count as verified."""
    records = [read(record)[1] for record in question["store"]["records"]]
    _, claims = read(question["token"])
    parents = admit(claims, records, question["options"], question["store"]["mode"] == "inline")
    return {"expect": {"parents": parents}}


def judge_field(question):
    options = question["options"]
    check(not any(has_control(line) for line in question["lines"]), "control character")
    tokens = [token.strip() for token in ",".join(question["lines"]).split(",")]
    tokens = [token for token in tokens if token]
    check(0 < len(tokens) <= options["maxTokens"], "count")
    claims = [read(token)[1] for token in tokens]
    tasks = [id_of(one.get("tid"), options["ids"]) for one in claims]
    named = [{id_of(parent, options["ids"]) for parent in one.get("par", [])} for one in claims]
    supporting = [
        any(task in parents for other, parents in enumerate(named) if other != at) for at, task in enumerate(tasks)
    ]
    check(not all(supporting), "no subject")
    for token, is_supporting in zip(tokens, supporting):
        verified = verify(token, question, question["now"], options, is_supporting)
        if not is_supporting:
            check_replay(verified, question)
    for at, one in enumerate(claims):
        if question["dag"] and not supporting[at]:
            admit(one, claims[:at] + claims[at + 1 :], options, True)
    return {
        "expect": {
            "subjects": [task for task, is_supporting in zip(tasks, supporting) if not is_supporting],
            "supporting": [task for task, is_supporting in zip(tasks, supporting) if is_supporting],
        }
    }


def judge_ledger(question):
    entries = []
    steps = []
    for step in question["steps"]:
        try:
            steps.append(append(entries, step["submit"], question, step["at"]))
        except Exception:
            steps.append({})
    accepted = all("sequence" in step for step in steps)
    return {"result": "valid" if accepted else "invalid", "steps": steps}


def append(entries, token, question, now):
    options = question["options"]
    signing_input = token.rpartition(".")[0]
    for entry in entries:
        if entry["input"] == signing_input:
            header, _ = read(token)
            key = next(key for key in question["keys"]["keys"] if key.get("kid") == header["kid"])
            jws.JWS().deserialize(token, jwk.JWK(**key))
            return {"sequence": entry["sequence"], "duplicate": True, "parents": entry["parents"]}
    late = options["maxLatenessSeconds"]
    widened = options | {"expiryLeeway": options["expiryLeeway"] + late, "maxAge": options["maxAge"] + late}
    claims = verify(token, question, now, widened)
    jti = id_of(claims["jti"], options["ids"])
    check(not any(entry["claims"]["iss"] == claims["iss"] and entry["jti"] == jti for entry in entries), "jti")
    parents = admit(claims, [entry["claims"] for entry in entries], options, False)
    entry = {"sequence": len(entries), "input": signing_input, "claims": claims, "jti": jti, "parents": parents}
    entries.append(entry)
    return {"sequence": entry["sequence"], "parents": parents}


SUITES = {
    "decode": lambda question: {"expect": decode(question["token"], question["options"])},
    "verify": judge_verify,
    "dag": judge_graph,
    "http-field": judge_field,
    "ledger": judge_ledger,
}


def answer(question):
    judge = SUITES.get(question["suite"])
    if judge is None or question["revision"] != "execution-context-00":
        return {"result": "unsupported"}
    try:
        return {"result": "valid"} | judge(question)
    except Unsupported:
        return {"result": "unsupported"}
    except Exception:
        return {"result": "invalid"}


def written(verdict, details):
    """An answer as JSON, without its details where those cannot be written: jwcrypto reads NaN, which JSON has not."""
    try:
        return json.dumps(verdict | details, allow_nan=False)
    except (ValueError, RecursionError):
        return json.dumps(verdict)


for line in sys.stdin:
    question = json.loads(line)
    details = answer(question)
    verdict = {"tcId": question["tcId"], "result": details["result"]}
    print(written(verdict, details), flush=True)
