import { expect, it } from 'vitest'
import { cliExitCodes, exitCodeMeanings } from '../../src/cli/command-failure.ts'
import { usageOf } from '../../src/cli/command.ts'
import { commands } from '../../src/cli/commands.ts'
import { readGuidePage } from '../support/api-guide.ts'

// What the API guide says of the command line, held against its tables.
const rows = readGuidePage('command-line')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('\\|', '|')),
  )

it('the API guide lists every command as it is', () => {
  const listed = rows.filter(([command = '']) => command.startsWith('`'))
  expect(listed).toEqual(commands.map((command) => [`\`${usageOf(command)}\``, command.summary]))
})

it('the API guide lists every exit code as it is', () => {
  const listed = rows.filter(([code = '']) => /^\d+$/.test(code))
  const names = Object.keys(cliExitCodes) as (keyof typeof cliExitCodes)[]
  expect(listed).toEqual(names.map((name) => [String(cliExitCodes[name]), exitCodeMeanings[name]]))
})
