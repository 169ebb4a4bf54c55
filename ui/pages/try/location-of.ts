export type UrlForm = { readonly baseUrl: string; readonly urlTemplate: string | null; readonly httpsOnly: boolean }

const usual = '{scheme}://{base}/{server}{path}{query}'
const parts = /^(https?):\/\/([^./?#]+)\.[^/?#]*([^?#]*)(\?[^#]*)?/i

/** The URL that a CDN is asked for, put together as `urlTemplate` says; a signature is left out. Undefined for what is no video URL. */
export function locationOf({ baseUrl, urlTemplate, httpsOnly }: UrlForm, video: string): string | undefined {
  const found = parts.exec(video)
  if (found === null) return undefined
  const [, given = '', server = '', path = '', query = ''] = found
  const [, own, base = ''] = /^(?:(https?):\/\/)?(.*)$/.exec(baseUrl) ?? []
  const scheme = httpsOnly ? 'https' : (own ?? given.toLowerCase())
  const values: Readonly<Record<string, string>> = {
    scheme,
    base,
    server: server.toLowerCase(),
    path: encodeUnsafe(path),
    query: encodeUnsafe(query),
  }
  const url = (urlTemplate ?? usual).replaceAll(/\{([a-z]+)\}/g, (whole, name: string) => values[name] ?? whole)
  return httpsOnly ? url.replace(/^http:/, 'https:') : url
}

/** The video URL as the origin is asked for it: without its fragment and a usual port, with what a URL may not hold encoded. */
export function originLocationOf(video: string): string {
  const [, start = '', port = '', rest = ''] = /^(https?:\/\/[^/?#:]*)(:\d*)?([^#]*)/i.exec(video) ?? []
  const usualPort = start.toLowerCase().startsWith('https:') ? ':443' : ':80'
  return `${start.toLowerCase()}${port === ':' || port === usualPort ? '' : port}${encodeUnsafe(rest)}`
}

function encodeUnsafe(text: string): string {
  return text.replaceAll(/["<>^{}|[\]`\u0080-\uffff]+/g, encodeURIComponent)
}
