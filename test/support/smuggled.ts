/** A request that tries to bring in another one as its body, or an address of its own. */
export type Smuggled = { readonly name: string; readonly bytes: string }

/** Headers of four bytes each: about 1,000 are what older parsers keep, and 16 KiB hold more. */
function filler(count: number): string {
  return 'a:\r\n'.repeat(count)
}

/** A publish in the name of somebody else's address. */
export function innerRequest(token: string): string {
  const body = '{"ratio":77}'
  const lines = [
    'PUT /config HTTP/1.1',
    'Host: x',
    `X-Sluice-Client-Address: ${foreignAddress}`,
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

export const foreignAddress = '203.0.113.66'

/** Framing, addresses and hosts behind so many headers that a parser may drop them, and yet go on by them. */
export function smuggled(inner: string, counts: readonly number[]): readonly Smuggled[] {
  const chunks = `${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`
  return counts.flatMap((count) => {
    const behind = (method: string, fields: string, body: string): string =>
      `${method} /config HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${filler(count)}${fields}\r\n${body}`
    return ['GET', 'POST', 'PUT', 'DELETE'].flatMap((method) => [
      {
        name: `${method}: a length behind ${count} headers`,
        bytes: behind(method, `Content-Length: ${inner.length}\r\n`, inner),
      },
      { name: `${method}: chunks behind ${count} headers`, bytes: behind(method, 'Transfer-Encoding: chunked\r\n', chunks) },
      {
        name: `${method}: gzip, chunked behind ${count} headers`,
        bytes: behind(method, 'Transfer-Encoding: gzip, chunked\r\n', chunks),
      },
      { name: `${method}: a second Host behind ${count} headers`, bytes: behind(method, 'Host: y\r\n', '') },
      {
        name: `${method}: a private header behind ${count} headers`,
        bytes: behind(method, `X-Sluice-Client-Address: ${foreignAddress}\r\n`, ''),
      },
    ])
  })
}
