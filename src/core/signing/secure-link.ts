import { hash } from 'node:crypto'
import type { Form } from './form.ts'
import { addToQuery } from './url-parts.ts'

/**
 * The link of nginx's `ngx_http_secure_link_module`, for `secure_link $arg_md5,$arg_expires` and `secure_link_md5
 * "$secure_link_expires$uri SECRET"`. Signs the one path, so segments need a location without this check. The query is not signed.
 */
export const secureLink: Form = {
  allowed: '1 to 512 characters of printable ASCII, on a Node that has MD5 (none in FIPS mode)',
  prepare(value) {
    if (!/^[\x20-\x7e]{1,512}$/.test(value) || !hasMd5()) return undefined
    return ({ origin, path, query }, { untilEpochSeconds }) => {
      const signed = `${untilEpochSeconds}${uriOf(path)} ${value}`
      const md5 = hash('md5', Buffer.from(signed, 'latin1'), 'base64url')
      return `${origin}${path}${addToQuery(query, `md5=${md5}&expires=${untilEpochSeconds}`, ['md5', 'expires'])}`
    }
  },
}

/** Whether this Node has MD5: in FIPS mode it throws, which would fail each redirect. */
function hasMd5(): boolean {
  try {
    hash('md5', '')
    return true
  } catch {
    return false
  }
}

/** The path as nginx has it in `$uri`: percent-decoded, each character a byte, and with one slash where there are several. */
function uriOf(path: string): string {
  const decoded = path.includes('%') ? path.replace(/%([\da-f]{2})/gi, (_, hex: string) => byteOf(hex)) : path
  return decoded.includes('//') ? decoded.replace(/\/{2,}/g, '/') : decoded
}

function byteOf(hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16))
}
