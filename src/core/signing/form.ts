/** Form of signed URLs, as a CDN checks them. Holds no state, so that equal inputs sign equally. */
export type Form = {
  /** Values that a secret of this form may have, in words. */
  readonly allowed: string
  /** Makes the signing function of a secret's value; undefined where that is no key of this form. */
  readonly prepare: (value: string) => SignParts | undefined
}

/** Signs a URL of a CDN for a span of time. Holds its key where nothing prints it. */
type SignParts = (url: UrlParts, span: Span) => string

/** A URL without user information and fragment: `https://cdn.example.com`, `/vod/x.m3u8`, and a query that is empty or begins with `?`. */
export type UrlParts = { readonly origin: string; readonly path: string; readonly query: string }

/** Span of time in which a CDN serves a signed URL. A form without a beginning ignores `fromEpochSeconds`. */
export type Span = { readonly fromEpochSeconds: number; readonly untilEpochSeconds: number }
