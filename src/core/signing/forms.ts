import { edgeAuth } from './edge-auth.ts'
import type { Form } from './form.ts'
import { secureLink } from './secure-link.ts'
import { uriSigning } from './uri-signing.ts'

/** All forms by name. A new form is a file and a line here. */
export const forms = {
  EDGE_AUTH: edgeAuth,
  SECURE_LINK: secureLink,
  URI_SIGNING: uriSigning,
} as const satisfies Readonly<Record<string, Form>>

export type FormName = keyof typeof forms
export const formNames = Object.keys(forms) as readonly FormName[]
