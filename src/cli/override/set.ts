import { z } from 'zod'
import { selectionOf } from '../../core/graphql-selection.ts'
import { refusalOf, type UserError } from '../admin-api.ts'
import { findingsShape } from '../change/finding-shape.ts'
import { cliExitCodes, CommandFailure } from '../command-failure.ts'
import { defineCommand, readCount, type Call, type Command } from '../command.ts'
import { agreeTo, yesOption } from './agree.ts'
import { readDuration } from '../duration.ts'
import { overrideShape } from '../../core/override/override-shape.ts'
import { describeShown, notFollowed } from './shown-override.ts'

const setShape = z.strictObject({
  /** Null: it has ended meanwhile. */
  override: overrideShape.nullable(),
  replaced: overrideShape.nullable(),
  isFollowed: z.boolean(),
  warnings: findingsShape,
})
type SetAnswer = z.infer<typeof setShape>

type Words = {
  readonly word: string
  /** Operands behind the word. */
  readonly takes: readonly ('CDN' | 'WEIGHT' | 'RATIO')[]
  readonly summary: string
  readonly input: (first: string, second: string) => object
}

/** Commands that set an override, as short as in a hurry. */
const ways: readonly Words[] = [
  { word: 'down', takes: ['CDN'], summary: 'takes a CDN out: no redirects, it is broken', input: adminState('DOWN') },
  { word: 'drain', takes: ['CDN'], summary: 'takes a CDN out: no redirects, players on it may stay', input: adminState('DRAIN') },
  { word: 'up', takes: ['CDN'], summary: 'uses a CDN though the revision disables it', input: adminState('UP') },
  {
    word: 'weight',
    takes: ['CDN', 'WEIGHT'],
    summary: 'sets the weight of a CDN',
    input: (target, weight) => ({ kind: 'WEIGHT', target, value: readCount('WEIGHT', weight, 0, 1_000) }),
  },
  {
    word: 'ratio',
    takes: ['RATIO'],
    summary: 'sets the ratio',
    input: (ratio) => ({ kind: 'RATIO', value: readCount('RATIO', ratio, 0, 1_000_000) }),
  },
  { word: 'all-to-origin', takes: [], summary: 'sends everything to the origin', input: () => ({ kind: 'ALL_TO_ORIGIN' }) },
  {
    word: 'all-to-cdn',
    takes: ['CDN'],
    summary: 'sends everything to one CDN',
    input: (target) => ({ kind: 'ALL_TO_CDN', target }),
  },
]

export const setOverrideCommands: readonly Command[] = ways.map(({ word, takes, summary, input }) => {
  const example = takes.map((operand) => ({ CDN: 'second', WEIGHT: '5', RATIO: '2' })[operand])
  return defineCommand({
    name: `override ${word}`,
    synopsis: [...takes, '--reason TEXT [--for 2h | --until TIME] [--yes]'].join(' '),
    summary: `${summary}, over any revision`,
    help: `
Holds at once and without a publish, until its end or "override lift". Replaces an earlier override of the same setting,
and shows it. Where no CDN would be left, a terminal asks before; elsewhere that needs --yes. Needs the role operator.

  npx sluice ${['override', word, ...example].join(' ')} --reason 'it burns' --for 2h
`,
    operands: { min: takes.length, max: takes.length },
    options: {
      reason: { type: 'string', value: 'TEXT', help: 'reason, shown to other operators; required' },
      for: { type: 'string', value: 'TIME', help: 'duration: 90s, 30m, 2h, 7d; default: until it is lifted' },
      until: { type: 'string', value: 'TIME', help: 'end: 2026-01-31T12:00:00Z' },
      yes: yesOption,
    },
    shape: setShape,
    async run({ operands: [first = '', second = ''], values, api, terminal, show }) {
      if (values.reason === undefined) throw new CommandFailure(cliExitCodes.usage, '--reason is needed: say why, in quotes')
      const forSeconds = values.for === undefined ? null : readDuration('--for', values.for)
      const said = { ...input(first, second), reason: values.reason, until: values.until ?? null, forSeconds }
      const { replaced, warnings } = await setOverride(api, { ...said, dryRun: true })
      if (replaced !== null) terminal.complain(`Replaces: ${describeShown(replaced)}\n`)
      await agreeTo(warnings, terminal, values.yes)
      const set = await setOverride(api, said)
      show(set, ({ override, isFollowed }) => {
        const shown = override === null ? 'It has ended already.' : describeShown(override)
        return `${shown}\n${isFollowed ? '' : notFollowed}`
      })
      return cliExitCodes.done
    },
  })
})

function adminState(value: string): Words['input'] {
  return (target) => ({ kind: 'ADMIN_STATE', target, value })
}

async function setOverride(api: Call['api'], input: object): Promise<SetAnswer> {
  const answer = await api.ask<{ readonly setOverride: SetAnswer | UserError }>(mutation, { input })
  if ('code' in answer.setOverride) throw refusalOf(answer.setOverride)
  return answer.setOverride
}

const mutation = `mutation SetOverride($input: SetOverrideInput!) {
  setOverride(input: $input) {
    ... on SetOverrideSuccess ${selectionOf(setShape)}
    ... on UserError { code message field }
  }
}`
