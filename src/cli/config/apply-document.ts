import type { ConfigDocument } from '../../core/config/document.ts'
import { refusalOf, type AdminApi, type UserError } from '../admin-api.ts'
import { CommandFailure, cliExitCodes } from '../command-failure.ts'
import { changeSelection, type Change } from './changes.ts'
import { discardedSelection, type Discarded } from './discarded.ts'
import { nameOf } from './documents.ts'
import { configToSend } from './config-to-send.ts'
import { findingOf, findingSelection, type Finding } from './findings.ts'

export type LiveRevision = {
  readonly number: number
  readonly sha256: string
  readonly publishedAt: string
  readonly author: string
}

export type ApplyOptions = { readonly message: string | null; readonly expectedRevision: number | null; readonly dryRun: boolean }

/** Outcome of applying a document. With an error among the findings nothing was changed. */
export type Applied = {
  readonly revision: number | null
  readonly changes: readonly Change[]
  readonly findings: readonly Finding[]
  readonly discarded: readonly Discarded[]
}

type Answer = {
  readonly applyConfig: Partial<UserError> & {
    readonly revision?: { readonly number: number } | null
    readonly changes?: readonly Change[]
    readonly warnings?: readonly Finding[]
    readonly issues?: readonly Finding[]
    readonly discarded?: readonly Discarded[]
  }
}

const mutation = `mutation Apply($input: ApplyConfigInput!) {
  applyConfig(input: $input) {
    ... on ApplyConfigSuccess {
      revision { number }
      changes ${changeSelection}
      warnings ${findingSelection}
      discarded ${discardedSelection}
    }
    ... on UserError { code message field }
    ... on InvalidInput { issues ${findingSelection} }
  }
}`

export async function askLiveRevision(api: AdminApi): Promise<LiveRevision> {
  const { liveRevision } = await api.ask<{ readonly liveRevision: LiveRevision }>(
    '{ liveRevision { number sha256 publishedAt author } }',
  )
  return liveRevision
}

/** Publishes the document, or only asks for its changes. Fails when another revision is live than expected. */
export async function applyDocument(api: AdminApi, document: ConfigDocument, options: ApplyOptions): Promise<Applied> {
  const { applyConfig } = await api.ask<Answer>(mutation, { input: { config: configToSend(document), ...options } })
  const { code, message = '', field = null, revision, changes = [], warnings = [], issues = [], discarded = [] } = applyConfig
  if (code === undefined) return { revision: revision?.number ?? null, changes, findings: warnings, discarded }
  const refusal = refusalOf({ code, message, field })
  if (refusal.exitCode !== cliExitCodes.refused) throw refusal
  return {
    revision: null,
    changes: [],
    discarded: [],
    findings: issues.length > 0 ? issues : [findingOf({ code, message, field })],
  }
}

export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'ERROR')
}

export function documentFailure(file: string, told: string): CommandFailure {
  return new CommandFailure(cliExitCodes.refused, `${nameOf(file)} is refused, nothing was changed:\n${told.trimEnd()}`)
}
