import { parseIpAddress } from '../request/ip-address.ts'

/** Names that the public DNS never resolves: RFC 2606, 6762 and 8375, and ICANN's name for private use. */
const privateSuffixes = ['localhost', 'local', 'invalid', 'test', 'example', 'internal', 'home.arpa']

/** The reason why not everybody can reach a host; undefined for a name of the public DNS and for a public address. */
export function whyOutOfReach(host: string): string | undefined {
  const address = parseIpAddress(host)
  if (address !== undefined) return address.range() === 'unicast' ? undefined : `${host} is no public address`
  const suffix = privateSuffixes.find((name) => host === name || host.endsWith(`.${name}`))
  if (suffix !== undefined) return `"${suffix}" is no part of the public DNS`
  return host.includes('.') ? undefined : `"${host}" is a name without a domain`
}
