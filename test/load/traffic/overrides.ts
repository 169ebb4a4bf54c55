import { setTimeout as pause } from 'node:timers/promises'
import { reasonOf, type AdminClient } from '../admin-client.ts'
import type { Load } from '../scenario.ts'
import type { Target } from '../target.ts'
import { startPace, type Going } from './pace.ts'
import type { Keep } from './redirects.ts'

const set = `mutation Set($key: String!) {
  answer: setOverride(input: { kind: ADMIN_STATE, target: $key, value: "DOWN", forSeconds: 60, reason: "load" }) {
    __typename ... on SetOverrideSuccess { isFollowed } ... on UserError { code }
  }
}`
const lift = `mutation Lift($key: String!) {
  answer: liftOverride(kind: ADMIN_STATE, target: $key, reason: "load") {
    __typename ... on LiftOverrideSuccess { isFollowed } ... on UserError { code }
  }
}`

type Answer = { readonly answer: { readonly code?: string; readonly isFollowed?: boolean } }

/** For this long a CDN stays out. */
const OUT_MS = 300

/** Takes a CDN out and puts it back, one after the other; it comes back by itself after a minute. */
export function startOverrides(
  admin: AdminClient,
  load: Load,
  { measures, expected, target }: Keep & { readonly target: Target },
): Going {
  const key = target.overriddenCdn
  return startPace({ perSecond: key === undefined ? 0 : load.overridesPerSecond, slots: 1 }, takeOut, () =>
    measures.fail('override', 'the one before was not answered in time'),
  )

  async function takeOut(dueMs: number): Promise<void> {
    const isFollowed = await change(set, dueMs)
    const putBack = isFollowed && target.isOwn ? expected.takenOut(key as string) : () => undefined
    await pause(OUT_MS)
    putBack()
    await change(lift, performance.now())
  }

  /** Whether every worker of the node decides by it. */
  async function change(query: string, dueMs: number): Promise<boolean> {
    try {
      const { answer } = await admin.graphql<Answer>(query, { key })
      measures.done('override', performance.now() - dueMs)
      if (answer.code !== undefined) measures.fail('override', answer.code)
      else if (answer.isFollowed !== true) measures.fail('override', 'not every worker followed within 1 s')
      return answer.isFollowed === true
    } catch (error) {
      measures.fail('override', reasonOf(error))
      return false
    }
  }
}
