import { parse } from 'tldts'

/**
 * Whether anybody may register a name right below a suffix: `com`, `co.uk`, `github.io`. The list of publicsuffix.org is in the
 * package, so no network is needed. A name that the list lacks, such as one of a private network, is not a public suffix.
 */
export function isPublicSuffix(suffix: string): boolean {
  const { publicSuffix, isIcann, isPrivate } = parse(suffix, {
    allowPrivateDomains: true,
    extractHostname: false,
    validateHostname: false,
  })
  return publicSuffix === suffix && (isIcann === true || isPrivate === true)
}
