import type { Command } from './command.ts'
import { configApply } from './config/apply.ts'
import { configDiff } from './config/diff.ts'
import { configExport } from './config/export.ts'
import { configHistory } from './config/history.ts'
import { configPlan } from './config/plan.ts'
import { configRollback } from './config/rollback.ts'
import { overrideLift } from './override/lift.ts'
import { overrideList } from './override/list.ts'
import { setOverrideCommands } from './override/set.ts'

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [
  configExport,
  configDiff,
  configPlan,
  configApply,
  configRollback,
  configHistory,
  ...setOverrideCommands,
  overrideLift,
  overrideList,
]
