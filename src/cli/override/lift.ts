import { refusalOf, type UserError } from '../admin-api.ts'
import { cliExitCodes, CommandFailure } from '../command-failure.ts'
import { defineCommand, type Call } from '../command.ts'
import { describeShown, overrideFields, type ShownOverride } from './shown-override.ts'

export const overrideLift = defineCommand({
  name: 'override lift',
  synopsis: 'CDN | ratio | all-to | everything [--reason TEXT]',
  summary: 'takes overrides back: what the revision says holds again',
  help: `
CDN lifts the overrides of this CDN, ratio the one of the ratio, all-to the one that sends everything to one place, and
everything all overrides. A CDN with one of these names is written cdn:NAME. Needs the role operator.

  npm run --silent sluice -- override list
  npm run --silent sluice -- override lift second --reason 'mended'
`,
  operands: { min: 1, max: 1 },
  options: { reason: { type: 'string', value: 'TEXT', help: 'reason, for the audit trail' } },
  async run({ operands: [what = ''], values, api, terminal }) {
    const { overrides } = await api.ask<{ readonly overrides: readonly ShownOverride[] }>(`{ overrides { ${overrideFields} } }`)
    const meant = overrides.filter((override) => isMeant(what, override))
    if (meant.length === 0)
      throw new CommandFailure(
        cliExitCodes.refused,
        `NOT_FOUND: no override is set for "${what}"; "override list" shows those that are`,
      )
    for (const override of meant) {
      await lift(api, override, values.reason ?? null)
      terminal.print(`Lifted: ${describeShown(override)}\n`)
    }
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

async function lift(api: Call['api'], { kind, target }: ShownOverride, reason: string | null): Promise<void> {
  const { liftOverride } = await api.ask<{ readonly liftOverride: Partial<UserError> }>(mutation, { kind, target, reason })
  const { code, message = '', field = null } = liftOverride
  if (code !== undefined) throw refusalOf({ code, message, field })
}

const mutation = `mutation LiftOverride($kind: OverrideKind!, $target: String, $reason: String) {
  liftOverride(kind: $kind, target: $target, reason: $reason) {
    ... on UserError { code message field }
  }
}`
