import { fail, ok, printable, type Result } from '../result.ts'

const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * Parses the part of an origin's host behind the server label: one or more labels, lower-cased. Fails with HOST_SUFFIX_INVALID.
 * The last label must not be a number (`1`, `0x7f`): browsers read such a host as IPv4 (WHATWG URL, "ends in a number").
 */
export function parseHostSuffix(input: string): Result<string> {
  // Before lower-casing: that would turn U+212A, the Kelvin sign, into an ASCII k.
  const suffix = /^[A-Za-z0-9.-]+$/.test(input) ? input.toLowerCase() : ''
  const labels = suffix.split('.')
  const last = labels.at(-1) ?? ''
  if (suffix.length <= 240 && labels.every((part) => label.test(part)) && !/^(?:\d+|0x[0-9a-f]*)$/.test(last)) return ok(suffix)
  return fail({
    code: 'HOST_SUFFIX_INVALID',
    field: 'hostSuffix',
    received: printable(input),
    allowed: 'one or more labels of a–z, 0–9 and "-", joined by ".", the last not a number',
    remedy: 'give what stands behind the server label, for example "origin-cluster" for s1.origin-cluster',
  })
}

/** Key of a cluster that is made from the environment: the suffix with "-" for ".". */
export function keyOfSuffix(hostSuffix: string): string {
  return hostSuffix.replaceAll('.', '-')
}
