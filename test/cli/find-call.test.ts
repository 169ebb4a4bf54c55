import { describe, expect, it } from 'vitest'
import { CommandFailure, cliExitCodes } from '../../src/cli/command-failure.ts'
import { commands } from '../../src/cli/commands.ts'
import { findCall } from '../../src/cli/find-call.ts'

describe('a call', () => {
  it.each([
    { args: ['config', 'plan', 'x.yaml'], name: 'config plan', operands: ['x.yaml'], values: {} },
    { args: ['config', 'plan', '-', '--out', 'p.json'], name: 'config plan', operands: ['-'], values: { out: 'p.json' } },
    { args: ['config', 'plan', '--out=p.json', 'x'], name: 'config plan', operands: ['x'], values: { out: 'p.json' } },
    {
      args: ['config', 'apply', '--yes', 'x', '--message=-m'],
      name: 'config apply',
      operands: ['x'],
      values: { yes: true, message: '-m' },
    },
    { args: ['config', 'plan', '--', '--help'], name: 'config plan', operands: ['--help'], values: {} },
    { args: ['config', 'diff', '7', '5', '--json'], name: 'config diff', operands: ['7', '5'], values: { json: true } },
    { args: ['config', 'diff', '--url', 'http://x'], name: 'config diff', operands: [], values: { url: 'http://x' } },
    { args: ['config', 'history'], name: 'config history', operands: [], values: {} },
  ])('$args', ({ args, name, operands, values }) => {
    const found = findCall(args, commands)
    expect(found).toMatchObject({ command: { name }, operands, values })
    expect('values' in found ? found.values : {}).toEqual(values)
  })
})

describe('a call that is wrong is told what was meant', () => {
  it.each([
    { args: ['confg', 'plan', 'x'], says: '"confg" is no command; did you mean "config plan"?' },
    { args: ['config', 'pln', 'x'], says: '"config pln" is no command; did you mean "config plan"?' },
    { args: ['rollback', '7'], says: '"rollback" is no command; did you mean "config rollback"?' },
    { args: ['config', 'import', 'x'], says: '"config import" is no command' },
    { args: ['weather'], says: '"weather" is no command' },
    { args: ['config'], says: '"config" needs one of export, diff, plan, apply, rollback, history' },
    { args: ['config', '--json'], says: '"config" needs one of' },
    { args: ['--json', 'config', 'diff'], says: 'options stand behind it' },
    { args: ['config', 'apply', 'x', '--mesage', 'y'], says: 'unknown option --mesage; did you mean "--message"?' },
    { args: ['config', 'apply', 'x', '-m', 'y'], says: 'unknown option -m' },
    { args: ['config', 'apply', 'x', '--__proto__', 'y'], says: 'unknown option --__proto__' },
    { args: ['config', 'apply', 'x', '--message'], says: '--message needs TEXT' },
    { args: ['config', 'apply', 'x', '--message', '--yes'], says: 'write --message=TEXT' },
    { args: ['config', 'apply', 'x', '--yes=no'], says: '--yes takes no value' },
    { args: ['config', 'apply', 'x', '--yes', '--yes'], says: '--yes is there twice' },
    { args: ['config', 'apply'], says: '"config apply" takes FILE' },
    { args: ['config', 'plan', 'x', 'y'], says: 'received 2 operands' },
    { args: ['config', 'history', '5'], says: 'received 1 operands' },
    { args: ['config\u001b[31m'], says: '"config?[31m" is no command' },
  ])('$args: $says', ({ args, says }) => {
    const failure = failureOf(() => findCall(args, commands))
    expect(failure.exitCode).toBe(cliExitCodes.usage)
    expect(failure.message).toContain(says)
    expect(failure.message).toContain('--help')
  })
})

describe('the help', () => {
  it.each([[[]], [['--help']], [['-h']], [['help']]])('of the whole: %j', (args) => {
    const help = helpOf(args)
    expect(help).toContain('Usage: npx sluice COMMAND')
    for (const { name, summary } of commands) expect(help).toMatch(new RegExp(`^  ${name} +${summary}$`, 'm'))
    for (const code of Object.values(cliExitCodes)) expect(help).toMatch(new RegExp(`^  ${code} +\\w`, 'm'))
    expect(help).toContain('SLUICE_TOKEN')
  })

  it.each([[['config', '--help']], [['help', 'config']]])('of a group: %j', (args) =>
    expect(helpOf(args)).toContain('config rollback'),
  )

  it.each(commands)('of $name names what it takes, with an example', ({ name, synopsis, options }) => {
    const help = helpOf([...name.split(' '), '--help'])
    const plain = help.replaceAll(/\s+/g, ' ')
    expect(help).toMatch(new RegExp(`^Usage: npx sluice ${name}[ \n]`))
    expect(plain).toContain(synopsis)
    expect(help).toMatch(new RegExp(`^ {2}(?:\\S.*[ (])?npx sluice ${name}(?:[ )].*)?$`, 'm'))
    expect(help).toMatch(/Needs (?:the role \w+|no service)/)
    for (const option of Object.keys(options)) {
      expect(synopsis).toContain(`--${option}`)
      expect(help).toMatch(new RegExp(`^ {2}--${option} `, 'm'))
    }
    expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThan(132)
    expect(helpOf(['help', ...name.split(' ')])).toBe(help)
    expect(helpOf([...name.split(' '), 'x', '--unknown', '-h'])).toBe(help)
  })
})

it('has every name once', () => {
  expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length)
})

function helpOf(args: readonly string[]): string {
  const found = findCall(args, commands)
  return 'help' in found ? found.help : ''
}

function failureOf(call: () => unknown): CommandFailure {
  try {
    call()
  } catch (error) {
    if (error instanceof CommandFailure) return error
    throw error
  }
  throw new Error('it did not fail')
}
