import { parseJson } from '../parse-json.ts'
import { isRecord } from '../storable.ts'
import { fail, type Result } from '../result.ts'
import { checkToldLoad, DEFAULT_LOAD_VALID_SECONDS, type ToldLoad } from './told-load.ts'
import type { Cdn } from '../config/cdn.ts'

/** Reads the answer of a `loadUrl`, a JSON object, and checks it as a report. Other fields may stand there. Fails with LOAD_INVALID. */
export function readToldLoad(cdn: Pick<Cdn, 'key' | 'capacity'>, text: string): Result<ToldLoad> {
  const answer = parseJson(text)
  // Keeps the text to itself: whoever reads the log or `/health` would read what a URL inside the network leads to.
  if (!isRecord(answer))
    return invalid(`${text.length} characters that are no JSON object`, 'an object such as {"percent": 81.5}')
  const told = { percent: answer['percent'] ?? null, mbps: answer['mbps'] ?? null }
  const validSeconds = answer['validSeconds'] ?? DEFAULT_LOAD_VALID_SECONDS
  for (const [name, value] of Object.entries({ ...told, validSeconds }))
    if (value !== null && typeof value !== 'number') return invalid(`${name} as a ${typeof value}`, 'a number')
  return checkToldLoad(cdn, { ...told, validSeconds } as ToldLoad)
}

function invalid(received: string, allowed: string): Result<ToldLoad> {
  return fail({ code: 'LOAD_INVALID', received, allowed, remedy: 'correct what answers at loadUrl' })
}
