import { openRawClient, readAnswers, type RawClient } from './raw-client.ts'

/** How many connections of each kind come at once. */
export type Flood = { readonly dropped: number; readonly garbage: number; readonly halfHeads: number }

/**
 * Connections that are dropped as soon as they are open, every second one with a reset; that send garbage; and that end in the
 * middle of a head. Resolves when all are closed, to the statuses on each that was owed an answer.
 */
export async function flood(port: number, { dropped, garbage, halfHeads }: Flood): Promise<readonly string[]> {
  const opened = await openMany(port, dropped)
  opened.forEach(({ socket }, index) => (index % 2 === 0 ? socket.destroy() : socket.resetAndDestroy()))
  const nonsense = await openMany(port, garbage)
  for (const { socket } of nonsense) socket.write('\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03')
  const halves = await openMany(port, halfHeads)
  for (const { socket } of halves) socket.end('GET /?video=http://s1.origin-cluster/v/x.m3u8 HT')
  await Promise.all(opened.map(({ closed }) => closed))
  const texts = await Promise.all([...nonsense, ...halves].map(({ closed }) => closed))
  return texts.map((text) =>
    readAnswers(text)
      .map(({ status }) => status)
      .join(),
  )
}

export function openMany(port: number, count: number): Promise<readonly RawClient[]> {
  return Promise.all(Array.from({ length: count }, () => openRawClient(port)))
}
