import type { HttpClient } from '../http-client.ts'
import { reasonOf } from '../admin-client.ts'
import type { Measures } from '../measures.ts'
import type { Load } from '../scenario.ts'
import type { Expected } from './expected.ts'
import { startPace, type Going } from './pace.ts'

/** Asks for redirects, and looks where each answer leads. */
export function startRedirects(http: HttpClient, load: Load, { measures, expected }: Keep): Going {
  let next = 0
  return startPace({ perSecond: load.redirectsPerSecond, slots: load.connections }, ask, () =>
    measures.fail('redirect', 'no connection was free in time'),
  )

  async function ask(dueMs: number): Promise<void> {
    const video = (next += 1)
    const sure = expected.certain()
    try {
      const { status, headers, body } = await http.open(expected.targetOf(video))
      const wrong = expected.check(video, { status, location: headers.location }, sure)
      for await (const _ of body); // the connection is free once it is read
      measures.done('redirect', performance.now() - dueMs)
      if (wrong !== undefined) measures.fail('redirect', wrong)
    } catch (error) {
      measures.fail('redirect', reasonOf(error))
    }
  }
}

/** What all parts of a run write to. */
export type Keep = { readonly measures: Measures; readonly expected: Expected }
