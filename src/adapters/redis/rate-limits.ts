import { ReplyError, type Result } from 'ioredis'
import { verdictOf, type RateVerdict } from '../../core/rate-limit/rate-limiter.ts'
import type { RateClaim, SharedRateLimits } from '../../ports/shared-rate-limits.ts'
import type { RedisConnections } from './connections.ts'

declare module 'ioredis' {
  interface RedisCommander<Context> {
    /** Takes as many keys as claims; for each claim the microseconds of one request, the burst, and 1 to take it. */
    claimRates(keyCount: number, ...keysAndClaims: readonly (string | number)[]): Result<readonly number[], Context>
  }
}

export type RedisRateLimitsParts = {
  /** Decides when Redis does not: each process by itself. */
  readonly fallback: SharedRateLimits
  /** Called once when Redis is there and refuses to count. */
  readonly onNews: (line: string) => void
}

const DEADLINE_MS = 100

/**
 * Counts as `openRateLimiter` does, with the microseconds of Redis' own clock, which all nodes share. A key lives until its
 * requests are paid off. A key that owes more than its burst, after a clock was set back, is cut to the burst. Returns for each
 * claim whether it is allowed and the microseconds that its key then owes.
 */
const claimRates = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local owed, answers, all = {}, {}, true
for i, key in ipairs(KEYS) do
  local request, burst = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i - 1])
  local paid_off_at = tonumber(redis.call('GET', key) or 0) or 0
  owed[i] = math.min(math.max(paid_off_at - now, 0), request * burst)
  local allowed = owed[i] + request <= request * burst + 1
  all = all and allowed
  answers[2 * i - 1] = allowed and 1 or 0
end
for i, key in ipairs(KEYS) do
  if all and ARGV[3 * i] == '1' then
    owed[i] = owed[i] + tonumber(ARGV[3 * i - 2])
    redis.call('SET', key, string.format('%.2f', now + owed[i]), 'PX', math.ceil(owed[i] / 1000))
  end
  answers[2 * i] = math.floor(owed[i])
end
return answers
`

/** Counts for all nodes in one Redis, on the given connection. Each node counts alone when Redis doesn't answer at once. */
export function openRedisRateLimits(
  { name, commands, ask }: RedisConnections,
  { fallback, onNews }: RedisRateLimitsParts,
): SharedRateLimits {
  let isRefused = false
  commands.defineCommand('claimRates', { lua: claimRates })
  return {
    claim: async (claims) => (await askRedis(claims).catch(onRefused)) ?? fallback.claim(claims),
  }

  async function askRedis(claims: readonly RateClaim[]): Promise<readonly RateVerdict[]> {
    const keys = claims.map(({ policy, key }) => `sluice:rate:${policy.name}:${key}`)
    const numbers = claims.flatMap(({ policy, kind }) => [1e6 / policy.perSecond, policy.burst, kind === 'TAKE' ? 1 : 0])
    const answers = await ask(DEADLINE_MS, (client) => client.claimRates(keys.length, ...keys, ...numbers))
    return claims.map(({ policy }, index) => {
      const [allowed, owedMicros = 0] = answers.slice(2 * index)
      return verdictOf(policy, allowed === 1, (owedMicros * policy.perSecond) / 1_000)
    })
  }

  /** Reports a refusal of Redis; the connections report outages. */
  function onRefused(error: unknown): undefined {
    if (isRefused || !(error instanceof ReplyError)) return
    isRefused = true
    onNews(`${name} refuses to count requests (${String(error)}); each node counts by itself`)
  }
}
