/** The query of a URL with these entries; one that is undefined or empty is left out. */
export function withEntries(search: URLSearchParams, entries: Readonly<Record<string, string | undefined>>): URLSearchParams {
  const next = new URLSearchParams(search)
  for (const [name, value] of Object.entries(entries))
    if (value === undefined || value === '') next.delete(name)
    else next.set(name, value)
  return next
}
