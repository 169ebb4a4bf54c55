import { addressKey } from '../../src/core/rate-limit/address-key.ts'
import { openRateLimiter, type RateLimit, type RateLimiter } from '../../src/core/rate-limit/rate-limiter.ts'

type AddressFigures = { readonly rssBefore: number; readonly rssAfter: number; readonly cpuNsEach: number }

/** What a limiter costs when so many distinct addresses ask it once, each cut out of a header of 1 KiB. */
function measureAddresses(count: number, addressOf: (index: number) => string): AddressFigures {
  // What the same requests cost where nobody is remembered, so that it is not counted.
  askAll(count, addressOf, openRateLimiter(limit, 2))
  const rssBefore = process.memoryUsage.rss()
  const cpuBefore = process.cpuUsage()
  askAll(count, addressOf, openRateLimiter(limit))
  const { user, system } = process.cpuUsage(cpuBefore)
  return { rssBefore, rssAfter: process.memoryUsage.rss(), cpuNsEach: ((user + system) * 1_000) / count }
}

/** An hour passes before a key means nothing any more. */
const limit: RateLimit = { perSecond: 1, burst: 3_600 }

function askAll(count: number, addressOf: (index: number) => string, limiter: RateLimiter): void {
  const rest = ', 192.0.2.1'.repeat(92)
  for (let index = 0; index < count; index += 1) {
    const header = addressOf(index) + rest
    limiter.take(addressKey(header.slice(0, header.indexOf(','))), 0)
  }
}

function ipv4(index: number): string {
  return [10, index >> 16, (index >> 8) & 0xff, index & 0xff].join('.')
}

function ipv6(index: number): string {
  return `2001:db8:${(index >> 16).toString(16)}:${(index & 0xffff).toString(16)}::1`
}

if (import.meta.main) {
  const [count = 1_000_000] = process.argv.slice(2).map(Number)
  const mb = (bytes: number): string => `${(bytes / 1_048_576).toFixed(0)} MB`
  const addressOf = process.argv[3] === 'ipv6' ? ipv6 : ipv4
  const { rssBefore, rssAfter, cpuNsEach } = measureAddresses(count, addressOf)
  console.log(`${count} addresses: ${mb(rssBefore)} before, ${mb(rssAfter)} after, ${cpuNsEach.toFixed(0)} ns of CPU each`)
}
