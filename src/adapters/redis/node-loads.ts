import type { Result } from 'ioredis'
import type { OwnRate } from '../../core/load/control-load.ts'
import type { NodeLoads, NodeRates } from '../../ports/node-loads.ts'
import type { RedisConnections } from './connections.ts'

declare module 'ioredis' {
  interface RedisCommander<Context> {
    /** Takes one key, then the name of the node, its rates as JSON, and the seconds for which they count. */
    shareLoad(keyCount: 1, key: string, node: string, rates: string, seconds: number): Result<readonly string[], Context>
  }
}

const KEY = 'sluice:load'
const DEADLINE_MS = 250
const FRESH_SECONDS = 3

/**
 * Keeps the rates of each node in one hash, with the time by Redis' own clock, which all nodes share. Drops those that are too old, of
 * a node that is gone. Returns the name of each other node, followed by its rates.
 */
const shareLoad = `
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.3f', now) .. ' ' .. ARGV[2])
redis.call('EXPIRE', KEYS[1], 60)
local all, others = redis.call('HGETALL', KEYS[1]), {}
for i = 1, #all, 2 do
  local at, rates = string.match(all[i + 1], '^(%S+) (.*)$')
  if math.abs(now - (tonumber(at) or 0)) > tonumber(ARGV[3]) then
    redis.call('HDEL', KEYS[1], all[i])
  elseif all[i] ~= ARGV[1] then
    others[#others + 1] = all[i]
    others[#others + 1] = rates
  end
end
return others
`

/** Shares rates over one Redis, on the given connection. */
export function openRedisNodeLoads({ commands, ask }: Pick<RedisConnections, 'commands' | 'ask'>): NodeLoads {
  commands.defineCommand('shareLoad', { lua: shareLoad })
  return {
    async share(node, rates) {
      const text = JSON.stringify([...rates].map(([cdn, { given, coming, saturated }]) => [cdn, given, coming, saturated]))
      const others = await ask(DEADLINE_MS, (client) => client.shareLoad(1, KEY, node, text, FRESH_SECONDS))
      return new Map(others.flatMap((name, index) => (index % 2 === 0 ? pairOf(name, readRates(others[index + 1] ?? '')) : [])))
    },
  }
}

function pairOf(node: string, rates: NodeRates | undefined): readonly (readonly [string, NodeRates])[] {
  return rates === undefined ? [] : [[node, rates]]
}

/** Reads the rates of another node; undefined where this version can't. */
function readRates(text: string): NodeRates | undefined {
  const entries = parsed(text)
  const rates = Array.isArray(entries) ? entries.map(readRate) : [undefined]
  return rates.every((rate) => rate !== undefined) ? new Map(rates) : undefined
}

function readRate(entry: unknown): readonly [string, OwnRate] | undefined {
  const [cdn, ...rates]: readonly unknown[] = Array.isArray(entry) ? entry : []
  const [given, coming, saturated] = rates
  if (typeof cdn !== 'string' || !isRate(given) || !isRate(coming) || !isRate(saturated)) return undefined
  return [cdn, { given, coming, saturated }]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRate(value: unknown): value is number {
  return typeof value === 'number' && value >= 0
}
