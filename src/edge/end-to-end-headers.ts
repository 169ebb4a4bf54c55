import { CLIENT_ADDRESS_HEADER } from '../core/client-address-header.ts'

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  CLIENT_ADDRESS_HEADER,
])

/** Headers that frame a message or name its recipient: `Connection` may not have them dropped. */
const framing = ['content-length', 'host']

/**
 * Drops hop-by-hop headers (RFC 9110 §7.6.1), including those that `Connection` names. Strips the private header, so nobody outside
 * can set it.
 */
export function endToEnd(rawHeaders: readonly string[]): string[] {
  const named = new Set<string>()
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() === 'connection')
      for (const name of (rawHeaders[index + 1] ?? '').split(',')) named.add(name.trim().toLowerCase())
  }
  for (const name of framing) named.delete(name)
  const kept: string[] = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    const lower = name.toLowerCase()
    if (!hopByHop.has(lower) && !named.has(lower)) kept.push(name, rawHeaders[index + 1] ?? '')
  }
  return kept
}
