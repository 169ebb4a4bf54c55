import { refusalOf, type UserError } from '../admin-api.ts'
import { cliExitCodes, CommandFailure } from '../command-failure.ts'
import { defineCommand, readCount, type Command } from '../command.ts'
import { readDuration } from '../duration.ts'
import { describeShown, overrideFields, type ShownOverride } from './shown-override.ts'

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
    synopsis: [...takes, '--reason TEXT [--for 2h | --until TIME]'].join(' '),
    summary: `${summary}, over any revision`,
    help: `
Holds at once and without a publish, until its end or "override lift". Replaces an earlier override of the same setting.
Needs the role operator.

  npm run --silent sluice -- ${['override', word, ...example].join(' ')} --reason 'it burns' --for 2h
`,
    operands: { min: takes.length, max: takes.length },
    options: {
      reason: { type: 'string', value: 'TEXT', help: 'reason, shown to other operators; required' },
      for: { type: 'string', value: 'TIME', help: 'duration: 90s, 30m, 2h, 7d; default: until it is lifted' },
      until: { type: 'string', value: 'TIME', help: 'end: 2026-01-31T12:00:00Z' },
    },
    async run({ operands: [first = '', second = ''], values, api, terminal }) {
      if (values.reason === undefined) throw new CommandFailure(cliExitCodes.usage, '--reason is needed: say why, in quotes')
      const forSeconds = values.for === undefined ? null : readDuration('--for', values.for)
      const said = { ...input(first, second), reason: values.reason, until: values.until ?? null, forSeconds }
      const { setOverride } = await api.ask<Answer>(mutation, { input: said })
      if (setOverride.override === undefined) {
        const { code = '', message = '', field = null } = setOverride
        throw refusalOf({ code, message, field })
      }
      terminal.print(`${describeShown(setOverride.override)}\n`)
      if (setOverride.isFollowed === false) terminal.print('Not all workers of the node follow yet; "workers" tells which.\n')
      return cliExitCodes.done
    },
  })
})

function adminState(value: string): Words['input'] {
  return (target) => ({ kind: 'ADMIN_STATE', target, value })
}

type Answer = {
  readonly setOverride: Partial<UserError> & { readonly override?: ShownOverride; readonly isFollowed?: boolean }
}

const mutation = `mutation SetOverride($input: SetOverrideInput!) {
  setOverride(input: $input) {
    ... on SetOverrideSuccess { isFollowed override { ${overrideFields} } }
    ... on UserError { code message field }
  }
}`
