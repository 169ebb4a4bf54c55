import type { ExecutionArgs } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import { addressKey } from '../../../core/rate-limit/address-key.ts'
import { describeProblem, fail, ok, type Result } from '../../../core/result.ts'
import type { Caller } from '../../access/caller.ts'
import { refusal } from '../limits/refusal.ts'

/**
 * Cap of one identity, and of one address. It is enough for a wall of dashboards, and half of all, so that no one can hold them
 * all.
 */
const MAX_OF_ONE = 2_048
/** Cap of this process; each stream costs some 100 KB. */
const MAX_OF_ALL = 4_096

/** Bounds streams, which hold a connection and receive events. */
export type StreamCaps = {
  /** Takes a place for a stream of this caller. Returns a function that gives it back, or the problem. */
  take(caller: Caller): Result<() => void>
}

/** Opens the caps of one `noun`: subscriptions over all transports, or open WebSockets. The two are counted apart. */
export function openStreamCaps(noun: 'subscriptions' | 'WebSockets'): StreamCaps {
  const held = new Map<string, number>()
  let all = 0
  return {
    take({ viewer, address }) {
      const ones = [`identity ${viewer.name}`, `address ${addressKey(address)}`]
      const most = Math.max(...ones.map((one) => held.get(one) ?? 0))
      if (most >= MAX_OF_ONE) return refuseStream(most, noun, `${MAX_OF_ONE} of one identity, and from one address`)
      if (all >= MAX_OF_ALL) return refuseStream(all, noun, `${MAX_OF_ALL} of all together`)
      for (const one of ones) add(one, 1)
      let isHeld = true
      return ok(() => {
        if (!isHeld) return
        isHeld = false
        for (const one of ones) add(one, -1)
      })
    },
  }

  function add(one: string, count: number): void {
    const left = (held.get(one) ?? 0) + count
    if (left === 0) held.delete(one)
    else held.set(one, left)
    all += one.startsWith('identity ') ? count : 0
  }
}

function refuseStream(open: number, noun: string, allowed: string): Result<never> {
  const remedy = 'end some of them; one WebSocket holds 100 subscriptions'
  return fail({ code: 'TOO_MANY_STREAMS', received: `one more than ${open} ${noun}`, allowed, remedy })
}

/** Takes a place for each subscription, over any transport, until it ends. */
export function capStreams(caps: StreamCaps): Plugin<{ readonly caller: Caller }> {
  return {
    onSubscribe({ args, subscribeFn, setSubscribeFn, setResultAndStopExecution }) {
      const taken = caps.take(args.contextValue.caller)
      if (!taken.ok) {
        const { code } = taken.problem
        setResultAndStopExecution({ errors: [refusal(code, describeProblem(taken.problem), 429)] })
        return undefined
      }
      const giveBack = taken.value
      setSubscribeFn(async (given: ExecutionArgs) => {
        try {
          return await subscribeFn(given)
        } catch (error) {
          giveBack()
          throw error
        }
      })
      return {
        onSubscribeResult({ result }) {
          if (isAsyncIterable(result)) return { onEnd: giveBack }
          giveBack()
          return undefined
        },
      }
    },
  }
}
