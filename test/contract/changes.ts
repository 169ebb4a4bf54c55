import { updateSettings } from '../../src/core/change/edits.ts'
import type { ConfigPlanner } from '../../src/core/change/config-change.ts'
import { planEdit } from '../../src/core/change/plan-edit.ts'

export const attempt = {
  actor: 'ann',
  role: 'publisher',
  address: '192.0.2.7',
  requestId: 'req-1',
  at: '2026-11-24T12:34:56.789Z',
}

/** Counts in the ratio how many changes came through: a lost one would be missing. */
export const increment: ConfigPlanner = planEdit(
  'updateSettings',
  'settings',
  (config) => updateSettings({ ratio: config.settings.ratio + 1 })(config),
  {},
)
