import { z } from 'zod'
import { refusalOf, type UserError } from '../admin-api.ts'
import { cliExitCodes, CommandFailure } from '../command-failure.ts'
import { defineCommand, type Call } from '../command.ts'
import { findingSelection, type Finding } from '../config/findings.ts'
import { agreeTo, yesOption } from './agree.ts'
import { overrideShape } from '../../core/override/override-shape.ts'
import { describeShown, notFollowed, overrideFields, type ShownOverride } from './shown-override.ts'

export const overrideLift = defineCommand({
  name: 'override lift',
  synopsis: 'CDN | ratio | all-to | everything [--reason TEXT] [--yes]',
  summary: 'takes overrides back: what the revision says holds again',
  help: `
CDN lifts the overrides of this CDN, ratio the one of the ratio, all-to the one that sends everything to one place, and
everything all overrides. A CDN with one of these names is written cdn:NAME. Several are lifted one after the other, first
those that keep traffic from CDNs. Where no CDN would be left, a terminal asks before; elsewhere that needs --yes.
Needs the role operator.

  npx sluice override list
  npx sluice override lift second --reason 'mended'
`,
  operands: { min: 1, max: 1 },
  options: { reason: { type: 'string', value: 'TEXT', help: 'reason, for the audit trail' }, yes: yesOption },
  shape: z.strictObject({ lifted: z.array(overrideShape) }),
  async run({ operands: [what = ''], values, api, terminal, isForPrograms, show }) {
    const { overrides } = await api.ask<{ readonly overrides: readonly ShownOverride[] }>(`{ overrides { ${overrideFields} } }`)
    const meant = overrides.filter((override) => isMeant(what, override))
    if (meant.length === 0)
      throw new CommandFailure(
        cliExitCodes.refused,
        `NOT_FOUND: no override is set for "${what}"; "override list" shows those that are`,
      )
    const ordered = meant.toSorted((a, b) => Number(takesAway(b)) - Number(takesAway(a)))
    for (const override of ordered) {
      const lifting = { kind: override.kind, target: override.target, reason: values.reason ?? null }
      await agreeTo((await lift(api, { ...lifting, dryRun: true })).warnings, terminal, values.yes)
      const { scope, isFollowed } = await lift(api, lifting)
      const shown = `Lifted: ${describeShown({ ...override, scope })}\n`
      if (!isForPrograms) terminal.print(`${shown}${isFollowed ? '' : notFollowed}`)
    }
    show({ lifted: ordered }, () => '')
    return cliExitCodes.done
  },
})

function isMeant(what: string, { kind, target }: ShownOverride): boolean {
  const isAllTo = kind === 'ALL_TO_ORIGIN' || kind === 'ALL_TO_CDN'
  if (what === 'everything') return true
  if (what === 'ratio') return kind === 'RATIO'
  if (what === 'all-to') return isAllTo
  return !isAllTo && target === what.replace(/^cdn:/, '')
}

/** Lifted first, so that a CDN is back before another one goes. */
function takesAway({ kind, value }: ShownOverride): boolean {
  return kind === 'ALL_TO_ORIGIN' || value === 'DOWN' || value === 'DRAIN'
}

type Success = Pick<ShownOverride, 'scope'> & { readonly isFollowed: boolean; readonly warnings: readonly Finding[] }

async function lift(api: Call['api'], variables: object): Promise<Success> {
  const { liftOverride } = await api.ask<{ readonly liftOverride: Success | UserError }>(mutation, variables)
  if ('code' in liftOverride) throw refusalOf(liftOverride)
  return liftOverride
}

const mutation = `mutation LiftOverride($kind: OverrideKind!, $target: String, $reason: String, $dryRun: Boolean) {
  liftOverride(kind: $kind, target: $target, reason: $reason, dryRun: $dryRun) {
    ... on LiftOverrideSuccess { scope isFollowed warnings ${findingSelection} }
    ... on UserError { code message field }
  }
}`
