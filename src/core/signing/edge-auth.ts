import type { Form } from './form.ts'
import { hmacSha256 } from './hmac.ts'
import { addToQuery, directoryOf } from './url-parts.ts'

const PARAMETER = 'hdnts'

/**
 * Akamai's EdgeAuth token 2.0 with `exp` and `acl`, by HMAC-SHA-256, as the parameter `hdnts`. Signs the directory and all below it, so
 * that the segments of a playlist are covered. The query is not signed.
 */
export const edgeAuth: Form = {
  allowed: 'an even number of hexadecimal digits, 128 at most',
  prepare(value) {
    if (!/^(?:[\da-f]{2}){1,64}$/i.test(value)) return undefined
    const hmac = hmacSha256(Buffer.from(value, 'hex'), 'hex')
    return ({ origin, path, query }, { untilEpochSeconds }) => {
      const claims = `exp=${untilEpochSeconds}~acl=${aclOf(path)}`
      return `${origin}${path}${addToQuery(query, `${PARAMETER}=${claims}~hmac=${hmac(claims)}`, [PARAMETER])}`
    }
  },
}

/**
 * Any other character than those stands as `?`, which matches one: `!` would begin a second list and `~` another claim, and `&` ends the
 * parameter.
 */
function aclOf(path: string): string {
  return `${directoryOf(path).replace(/[^\w/.%-]/g, '?')}*`
}
