import { parse } from 'tldts'

/**
 * Whether anybody may register a name right below a suffix: `com`, `co.uk`, `github.io`. The list is that of publicsuffix.org as the
 * package brought it, so nothing is asked; a name that it lacks, such as one of a private network, is none.
 */
export function isPublicSuffix(suffix: string): boolean {
  const { publicSuffix, isIcann, isPrivate } = parse(suffix, {
    allowPrivateDomains: true,
    extractHostname: false,
    validateHostname: false,
  })
  return publicSuffix === suffix && (isIcann === true || isPrivate === true)
}
