import { fail, ok, printable, type Result } from '../result.ts'
import { formNames } from '../signing/forms.ts'
import { MAX_CLOCK_SKEW_SECONDS, MAX_TTL_SECONDS } from './bounds.ts'
import { inField, type Checked } from './checked.ts'
import { choice } from './choice.ts'
import { integer, objectOf, parseEntry, text, type EditOf, type EntryOf } from './fields.ts'

const secretReference = /^(?:file:[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}|env:SLUICE_SECRET_[A-Z0-9_]{1,64})$/
const secretWords = {
  allowed: '"file:NAME" below SECRETS_DIR, or "env:SLUICE_SECRET_NAME"',
  remedy: 'name where the secret is, never the secret itself',
}

/** Fields of signed URLs: what a CDN wants to see before it serves. */
export const signingFields = {
  form: choice({
    code: 'SIGNING_INVALID',
    values: formNames,
    fallback: () => 'EDGE_AUTH',
    means: 'form of the signature',
    unlessTold: 'EDGE_AUTH',
    remedy: 'name the form that the CDN checks',
    example: 'SECURE_LINK',
  }),
  secret: text({
    ...secretWords,
    code: 'SECRET_REFERENCE_INVALID',
    pattern: secretReference,
    parse: parseReference,
    means: 'where the secret is that the CDN knows, too; it stands in no configuration',
    example: 'file:second-cdn',
  }),
  ttlSeconds: integer({
    code: 'SIGNING_INVALID',
    min: 1,
    max: MAX_TTL_SECONDS,
    fallback: () => 3_600,
    means: 'time for which a signature holds',
    unlessTold: '3600',
    remedy: 'give one in this range, longer than a video plays',
    example: 14_400,
  }),
  clockSkewSeconds: integer({
    code: 'SIGNING_INVALID',
    min: 0,
    max: MAX_CLOCK_SKEW_SECONDS,
    fallback: () => 30,
    means: "seconds by which a CDN's clock may be behind or ahead",
    unlessTold: '30',
    remedy: 'give one in this range',
    example: 60,
  }),
}

export type Signing = EntryOf<typeof signingFields>
export type SigningEdit = { readonly secret: string } & EditOf<typeof signingFields>

/** Form of the signing in a document. */
export const signingForm = objectOf(signingFields)

/** Parses how a CDN's URLs are signed; undefined for null. Fails with SIGNING_INVALID and SECRET_REFERENCE_INVALID. */
export function parseSigning(edit: SigningEdit | null): Checked<Signing | undefined> {
  if (edit === null) return { ok: true, value: undefined }
  return inField('signing', parseEntry(signingFields, edit, undefined))
}

/** A value that is no reference may be the secret itself, so it is not repeated. */
function parseReference(input: string): Result<string> {
  if (secretReference.test(input)) return ok(input)
  const scheme = /^(?:file|env):/.exec(input)?.[0]
  const received = scheme === undefined ? `${input.length} characters without a scheme` : `${scheme}…`
  return fail({ code: 'SECRET_REFERENCE_INVALID', received: printable(received), ...secretWords })
}
