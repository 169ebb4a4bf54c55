import { audit } from './audit/audit.ts'
import { endCanaryCommands } from './canary/end.ts'
import { canaryWatch } from './canary/watch.ts'
import { discard } from './change/discard.ts'
import { publish } from './change/publish.ts'
import { validate } from './change/validate.ts'
import { client } from './client/client.ts'
import type { Command } from './command.ts'
import { completionOf } from './completion/completion.ts'
import { configApply } from './config/apply.ts'
import { configDiff } from './config/diff.ts'
import { configExport } from './config/export.ts'
import { configHistory } from './config/history.ts'
import { configPlan } from './config/plan.ts'
import { configRollback } from './config/rollback.ts'
import { deleteCommands } from './entry/delete.ts'
import { listCommands } from './entry/list.ts'
import { setCommands } from './entry/set.ts'
import { settingsSet, settingsShow } from './entry/settings.ts'
import { check } from './health/check.ts'
import { health } from './health/health.ts'
import { loadReport } from './load/report.ts'
import { overrideLift } from './override/lift.ts'
import { overrideList } from './override/list.ts'
import { setOverrideCommands } from './override/set.ts'
import { contingency } from './simulate/contingency.ts'
import { simulate } from './simulate/simulate.ts'
import { status } from './status.ts'
import { tokenCreate } from './token/create.ts'
import { tokenList } from './token/list.ts'
import { tokenRevoke } from './token/revoke.ts'
import { watch } from './watch.ts'
import { workers } from './workers.ts'

/** Commands on the lists of the configuration, list by list. */
const entryCommands = listCommands.flatMap((list, index) =>
  [list, setCommands[index], deleteCommands[index]].filter((command) => command !== undefined),
)

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [
  status,
  workers,
  watch,
  health,
  check,
  client,
  ...entryCommands,
  settingsShow,
  settingsSet,
  validate,
  simulate,
  contingency,
  publish,
  discard,
  canaryWatch,
  ...endCanaryCommands,
  configExport,
  configDiff,
  configPlan,
  configApply,
  configRollback,
  configHistory,
  loadReport,
  ...setOverrideCommands,
  overrideLift,
  overrideList,
  audit,
  tokenCreate,
  tokenList,
  tokenRevoke,
  completionOf(() => commands),
]
