import { BlockList, isIP } from 'node:net'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** True for the addresses and the name of this machine alone. */
export function isLoopback(host: string): boolean {
  const family = isIP(host)
  return family === 0 ? host.toLowerCase() === 'localhost' : loopback.check(host, family === 4 ? 'ipv4' : 'ipv6')
}

/**
 * True when the field `Host` names this machine itself. A page of another site can give its own name the address
 * 127.0.0.1 (DNS rebinding), and would then ask a service that trusts loopback, in the name of whoever looks at it.
 */
export function isLoopbackHost(host: string | null): boolean {
  const name = /^(?:\[(?<v6>[0-9a-f:.]+)\]|(?<name>[^:[\]]+))(?::\d+)?$/i.exec(host ?? '')?.groups
  return isLoopback(name?.v6 ?? name?.name ?? '')
}
