import { parseTrustedProxy, type TrustedProxies } from '../../src/core/request/trusted-proxies.ts'

/** The proxies that `TRUSTED_PROXIES` names. */
export function proxiesOf(text: string): TrustedProxies {
  return text.split(',').map((part) => {
    const proxy = parseTrustedProxy(part.trim())
    if (proxy === undefined) throw new Error(`${part} is no proxy`)
    return proxy
  })
}
