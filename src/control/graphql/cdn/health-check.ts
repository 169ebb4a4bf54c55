import { healthCheckFields } from '../../../core/config/health-check-fields.ts'
import type { HealthCheck as Check } from '../../../core/config/health-check.ts'
import { builder } from '../builder.ts'
import { makeEntryFields, makeEntryInputs } from '../entry-fields.ts'

const HealthCheckMethod = builder.enumType('HealthCheckMethod', {
  description: 'Method of a probe.',
  values: {
    GET: { description: 'Reads at most 64 KiB of the body.' },
    HEAD: { description: 'Has no body, so none can be expected.' },
  },
})

export const HealthCheck = builder.objectRef<Check>('HealthCheck').implement({
  description: 'How the health of a CDN is checked, and when it is taken out and comes back.',
  fields: (t) => makeEntryFields(t, healthCheckFields, { method: HealthCheckMethod }),
})

export const HealthCheckInput = builder.inputType('HealthCheckInput', {
  description: 'An omitted field takes its default. Out of range it is `HEALTH_CHECK_INVALID`.',
  fields: (t) => {
    const { path, ...others } = healthCheckFields
    return {
      path: t.string({ required: true, description: `Path and query behind the base URL: ${path.allowed}.` }),
      ...makeEntryInputs(t, others, { method: HealthCheckMethod }),
    }
  },
})
