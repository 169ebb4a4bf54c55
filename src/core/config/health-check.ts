import { printable, type Problem } from '../result.ts'
import { inField, type Checked } from './checked.ts'
import { objectOf, parseEntry, type EditOf, type EntryOf } from './fields.ts'
import { healthCheckFields } from './health-check-fields.ts'

/** Policy by which the health of a CDN is checked. All fields are filled in; seconds are whole. */
export type HealthCheck = EntryOf<typeof healthCheckFields>
export type HealthCheckEdit = { readonly path: string } & EditOf<typeof healthCheckFields>

const { code } = healthCheckFields.path

/** Form of the health check in a document. */
export const healthCheckForm = objectOf(healthCheckFields)

/** Parses a health check and fills in the defaults. Undefined for null, without checks. Fails with HEALTH_CHECK_INVALID. */
export function parseHealthCheck(edit: HealthCheckEdit | null): Checked<HealthCheck | undefined> {
  if (edit === null) return { ok: true, value: undefined }
  const parsed = parseEntry(healthCheckFields, edit, undefined)
  if (!parsed.ok) return inField('healthCheck', parsed)
  const check = fitTimeout(edit, parsed.value)
  return inField('healthCheck', { ok: true, value: check }, findMisfits(check))
}

function fitTimeout(edit: HealthCheckEdit, check: HealthCheck): HealthCheck {
  const { intervalSeconds, timeoutSeconds } = check
  return edit.timeoutSeconds == null ? { ...check, timeoutSeconds: Math.min(timeoutSeconds, intervalSeconds) } : check
}

/** Finds fields that do not go together. */
function findMisfits({ method, expectBody, intervalSeconds, timeoutSeconds }: HealthCheck): readonly Problem[] {
  const slow: Problem = {
    code,
    field: 'timeoutSeconds',
    received: timeoutSeconds,
    allowed: `an integer from 1 to ${intervalSeconds}, the interval`,
    remedy: 'shorten the timeout, or lengthen the interval',
  }
  const bodiless: Problem = {
    code,
    field: 'expectBody',
    received: printable(expectBody ?? ''),
    allowed: 'nothing with HEAD, which is answered without a body',
    remedy: 'use GET, or leave it out',
  }
  return [...(timeoutSeconds > intervalSeconds ? [slow] : []), ...(method === 'HEAD' && expectBody !== null ? [bodiless] : [])]
}
