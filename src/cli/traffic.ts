import { z } from 'zod'

/** Traffic of a window as the command line shows it. */
export const trafficShape = z.strictObject({
  windowSeconds: z.int(),
  requests: z.int(),
  origin: z.int(),
  cdn: z.int(),
  refused: z.int(),
  byCdn: z.array(z.strictObject({ key: z.string(), requests: z.int(), share: z.number(), wantedShare: z.number().nullable() })),
})
export type Traffic = z.infer<typeof trafficShape>

/** Destinations of redirects with their part of all redirects, 0 to 1: the origin, then the CDNs in the order of their keys. */
export function sharesOf({
  origin,
  cdn,
  byCdn,
}: Traffic): readonly { readonly name: string; readonly requests: number; readonly share: number }[] {
  const redirects = Math.max(1, origin + cdn)
  return [{ key: 'origin', requests: origin }, ...byCdn].map(({ key, requests }) => ({
    name: key,
    requests,
    share: requests / redirects,
  }))
}

export function formatPercent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
