import type { WholeConfig } from '../../core/config/check-document.ts'
import type { ConfigDocument } from '../../core/config/document.ts'
import { leaveOutDefaults } from './leave-out-defaults.ts'

/** Makes the input of the admin API of a document, as short as can be. */
export function configToSend(document: ConfigDocument): WholeConfig {
  const { $schema: _, formatVersion: __, ...config } = document
  return leaveOutDefaults(config)
}
