import { spawnSync } from 'node:child_process'

/** What `openssl speed` says about ECDSA with P-256, in microseconds of processor time for one. */
export interface OpensslSpeed {
  readonly signUs: number
  readonly verifyUs: number
}

/** Runs `openssl speed` for two seconds; `undefined` where it is not installed. */
export function opensslSpeed(): OpensslSpeed | undefined {
  const { status, stdout } = spawnSync('openssl', ['speed', '-seconds', '1', '-mr', 'ecdsap256'], { encoding: 'utf8' })
  if (status !== 0) return undefined
  // +F4:<number>:<bits>:<signatures/s>:<verifications/s>
  const [, , , signs, verifies] = /^\+F4:.*$/m.exec(stdout)?.[0].split(':') ?? []
  if (!Number(signs) || !Number(verifies)) return undefined
  return { signUs: 1e6 / Number(signs), verifyUs: 1e6 / Number(verifies) }
}

/** The version of the `openssl` that is installed, which need not be that inside Node. */
export function opensslVersion(): string {
  const { status, stdout } = spawnSync('openssl', ['version'], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : 'not installed'
}
