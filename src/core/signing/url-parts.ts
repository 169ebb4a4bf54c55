import type { UrlParts } from './form.ts'

/** Splits an absolute URL that has a path, as the Location of every redirect to a CDN has one. */
export function splitUrl(url: string): UrlParts {
  const pathStart = url.indexOf('/', url.indexOf('://') + 3)
  const mark = url.indexOf('?', pathStart)
  const pathEnd = mark === -1 ? url.length : mark
  return { origin: url.slice(0, pathStart), path: url.slice(pathStart, pathEnd), query: url.slice(pathEnd) }
}

/** The directory of a path, with the slash at its end. */
export function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}

/**
 * Adds parameters behind those of a query. None of the same name stays, in whatever case: a CDN may read the first one, which would be
 * the client's.
 */
export function addToQuery(query: string, added: string, names: readonly string[]): string {
  const kept = withoutParameters(query, names)
  return kept.length > 1 ? `${kept}&${added}` : `?${added}`
}

/** Removes parameters from a query, and leaves it as it is where there are none of these. */
export function withoutParameters(query: string, names: readonly string[]): string {
  const isNamed = (parameter: string): boolean => {
    const end = parameter.indexOf('=')
    return names.includes((end === -1 ? parameter : parameter.slice(0, end)).toLowerCase())
  }
  const parameters = query.slice(1).split('&')
  if (!parameters.some(isNamed)) return query
  const kept = parameters.filter((parameter) => !isNamed(parameter)).join('&')
  return kept === '' ? '' : `?${kept}`
}
