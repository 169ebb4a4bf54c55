import type { Signing } from '../../src/core/config/signing.ts'
import type { FormName } from '../../src/core/signing/forms.ts'
import { parseSecret, type Secrets } from '../../src/core/signing/secret.ts'

/** A good secret for each form. */
export const goodSecrets: Readonly<Record<FormName, string>> = {
  EDGE_AUTH: '000102030405060708090a0b0c0d0e0f',
  SECURE_LINK: 'a secret of an nginx',
  URI_SIGNING: 'nxb7fyO5Z2hGz9E3oKm1357ptvC2su5QwQUb4YaIaIc',
}

/** Signed as EDGE_AUTH for an hour, within half a minute, with the secret `file:a`, unless told. */
export function signingWith(parts: Partial<Signing> = {}): Signing {
  return { form: 'EDGE_AUTH', secret: 'file:a', ttlSeconds: 3_600, clockSkewSeconds: 30, ...parts }
}

export function secretsWith(texts: Readonly<Record<string, string>>): Secrets {
  return new Map(Object.entries(texts).map(([reference, text]) => [reference, parseSecret(text)]))
}
