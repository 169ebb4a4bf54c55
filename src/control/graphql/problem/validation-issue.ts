import type { ValidationIssue as Issue } from '../../../core/validation-issue.ts'
import { builder } from '../builder.ts'

const Severity = builder.enumType('Severity', {
  description: 'Severity of a finding.',
  values: {
    ERROR: { description: 'Blocks the publish.' },
    WARNING: { description: 'Blocks only a publish with `acknowledgeWarnings: false`.' },
  } as const,
})

export const ValidationIssue = builder.objectRef<Issue>('ValidationIssue').implement({
  description: 'One finding about a configuration.',
  fields: (t) => ({
    severity: t.expose('severity', { type: Severity, description: 'Whether it blocks the publish.' }),
    code: t.exposeString('code', { description: 'UPPER_SNAKE and never renamed: `ZERO_WEIGHT`, `DUPLICATE` …' }),
    path: t.exposeString('path', {
      description:
        'Where: `cdns`, `cdns.KEY.weight` …; `cdns[INDEX].key`, counted from 0, where the key is not valid. For an input alone the name of its field.',
    }),
    message: t.exposeString('message', { description: 'What is wrong.' }),
    remedy: t.exposeString('remedy', { description: 'What to do.' }),
  }),
})
