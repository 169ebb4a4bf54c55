import { signingFields, type Signing } from '../../../core/config/signing.ts'
import { builder } from '../builder.ts'
import { makeEntryFields, makeEntryInputs } from '../entry-fields.ts'

const SigningForm = builder.enumType('SigningForm', {
  description: 'Form of a signed URL.',
  values: {
    EDGE_AUTH: { description: 'A token of `exp`, `acl` and an HMAC-SHA-256, as edge servers check it.' },
    SECURE_LINK: { description: "`md5` and `expires`, as nginx's module `secure_link` checks them." },
    URI_SIGNING: { description: 'A signed JWT of RFC 9246.' },
  },
})

export const CdnSigning = builder.objectRef<Signing>('CdnSigning').implement({
  description: 'How redirects to a CDN are signed.',
  fields: (t) => makeEntryFields(t, signingFields, { form: SigningForm }),
})

export const CdnSigningInput = builder.inputType('CdnSigningInput', {
  description: 'An omitted field takes its default. Out of range it is `SIGNING_INVALID`.',
  fields: (t) => {
    const { secret, ...others } = signingFields
    return {
      secret: t.string({ required: true, description: `Where the secret is: ${secret.allowed}. Else \`${secret.code}\`.` }),
      ...makeEntryInputs(t, others, { form: SigningForm }),
    }
  },
})
