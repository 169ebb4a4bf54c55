import { METHODS } from './node-http.ts'

/** Methods that `/` has, as `Allow` lists them. */
export const rootMethods = 'GET, HEAD, OPTIONS'

/** What Node's parser knows: methods of HTTP, and those of RTSP, ICE and HTTP/2, which it refuses by the version. */
const knownMethods = METHODS.concat(
  ['ANNOUNCE', 'DESCRIBE', 'FLUSH', 'GET_PARAMETER', 'PAUSE', 'PLAY', 'PRI', 'RECORD', 'REDIRECT', 'SETUP', 'SET_PARAMETER'],
  ['SOURCE', 'TEARDOWN'],
)

/** A request line for `/`. A method may be any token (RFC 9110, 9.1). */
const requestLine = /^([\w!#$%&'*+.^`|~-]{1,64}) \/(?:\?\S*)? HTTP\/1\.[01]\r?$/

export function rootMethodMessage(method: string | undefined): string {
  return `received ${method ?? 'no method'}, allowed are ${rootMethods}; ask with GET`
}

/**
 * The method of a request for `/` in whose method the parser gave up, at byte `offset` of `bytes`. Undefined for anything else, and for
 * a request that has not begun with its line, or whose line has not come in one piece.
 */
export function unknownRootMethod(bytes: Buffer, offset: number): string | undefined {
  const start = bytes.subarray(0, offset).lastIndexOf('\n') + 1
  const end = bytes.indexOf('\n', start)
  const method = end < 0 ? undefined : requestLine.exec(bytes.toString('latin1', start, end))?.[1]
  if (method === undefined || knownMethods.includes(method)) return undefined
  return start + knownPart(method) === offset ? method : undefined // else a body ends within the line
}

/** Length of what a known method begins with as well: so far the parser follows. */
function knownPart(method: string): number {
  let length = 0
  while (length < method.length && knownMethods.some((known) => known.startsWith(method.slice(0, length + 1)))) length += 1
  return length
}
