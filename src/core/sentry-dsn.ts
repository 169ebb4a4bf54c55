/** Address of an ingest, and the key that goes into a header alone. */
export type SentryDsn = { readonly envelopeUrl: string; readonly key: string }

/** Parses `https://KEY@HOST/PROJECT`; undefined for anything else, also for the secret that old DSNs have behind the key. */
export function parseSentryDsn(text: string): SentryDsn | undefined {
  const url = URL.parse(text)
  const [, prefix = '', project] = /^(\/.+)?\/(\d{1,20})$/.exec(url?.pathname ?? '') ?? []
  if (url === null || project === undefined || !/^https?:$/.test(url.protocol)) return undefined
  if (!/^\w{1,128}$/.test(url.username) || url.password !== '' || url.search !== '' || url.hash !== '') return undefined
  return { envelopeUrl: `${url.protocol}//${url.host}${prefix}/api/${project}/envelope/`, key: url.username }
}
