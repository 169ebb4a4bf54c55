import { formatNetwork, readNetwork, withoutHostBits, type IpNetwork } from '../geo/ip-network.ts'
import { fail, ok, printable, type Result } from '../result.ts'

/** For the JSON Schema; accepts more than the parser. */
export const cidrPattern = /^[\d.]+\/(?:3[0-2]|[12]?\d)$|^[\da-fA-F.]*:[\da-fA-F:.]*\/(?:12[0-8]|1[01]\d|[1-9]?\d)$/

export const cidrWords = 'a network such as 192.0.2.0/24 or 2001:db8::/32, with no bit set behind its prefix'

/**
 * Parses a network into its one form in documents: IPv4 in IPv6 becomes IPv4. Fails with CIDR_INVALID, also where an address stands
 * instead of a network.
 */
export function parseCidr(input: string): Result<string> {
  const network = readNetwork(input)
  if (network === undefined) return refuse(input, remedyOf(input))
  const [written, first] = [formatNetwork(network), formatNetwork(withoutHostBits(network))]
  return written === first ? ok(written) : refuse(input, `give ${first}, or the whole length for one address`)
}

function remedyOf(input: string): string {
  const whole: IpNetwork | undefined = readNetwork(`${input}/${input.includes(':') ? 128 : 32}`)
  if (whole !== undefined) return `add the length of the prefix: ${formatNetwork(whole)} for this address alone`
  return /\/\d+$/.test(input) ? 'correct the address, or the length of the prefix' : 'correct it'
}

function refuse(input: string, remedy: string): Result<string> {
  return fail({ code: 'CIDR_INVALID', received: printable(input), allowed: cidrWords, remedy })
}
