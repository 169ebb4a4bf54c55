/** Methods that `/` has, as `Allow` lists them. */
export const rootMethods = 'GET, HEAD, OPTIONS'

/** A request line for `/`. A method may be any token (RFC 9110, 9.1), of which the parser knows the registered ones. */
const requestLine = /^([\w!#$%&'*+.^`|~-]{1,64}) \/(?:\?\S*)? HTTP\/1\.[01]\r?$/

export function rootMethodMessage(method: string | undefined): string {
  return `received ${method ?? 'no method'}, allowed are ${rootMethods}; ask with GET`
}

/**
 * The method of a request for `/` in whose first line the parser gave up, at byte `offset` of `bytes`. Undefined for anything else,
 * and for a line that has not come in one piece.
 */
export function unknownRootMethod(bytes: Buffer, offset: number): string | undefined {
  const start = bytes.subarray(0, offset).lastIndexOf('\n') + 1
  const end = bytes.indexOf('\n', start)
  return end < 0 ? undefined : requestLine.exec(bytes.toString('latin1', start, end))?.[1]
}
