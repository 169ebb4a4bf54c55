import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { optionsOf } from '../../src/cli/command.ts'
import { commands } from '../../src/cli/commands.ts'
import { bashScript } from '../../src/cli/completion/bash-script.ts'
import { fishScript } from '../../src/cli/completion/fish-script.ts'
import { treeOf } from '../../src/cli/completion/tree.ts'
import { zshScript } from '../../src/cli/completion/zsh-script.ts'

const tree = treeOf(commands)

/** What bash offers when Tab is pressed behind these words. */
function offered(words: readonly string[]): readonly string[] {
  const line = ['sluice', ...words].map((word) => `'${word}'`).join(' ')
  const script = `${bashScript(tree)}\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length}; _sluice; printf '%s\\n' "\${COMPREPLY[@]}"`
  const output = execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '' } })
  return output.split('\n').filter((word) => word !== '')
}

describe('bash completes', () => {
  it('the first words', () => {
    const words = offered([''])
    expect(words).toEqual(expect.arrayContaining(['status', 'cdn', 'config', 'override', 'completion', 'help']))
    expect(new Set(words)).toEqual(new Set([...commands.map(({ name }) => name.split(' ')[0]), 'help']))
  })

  it.each([
    { words: ['c'], are: ['check', 'client', 'cdn', 'cluster', 'contingency', 'canary', 'config', 'completion'] },
    { words: ['sta'], are: ['status'] },
    { words: ['cdn', ''], are: ['list', 'set', 'delete'] },
    { words: ['canary', 'take'], are: ['take-back'] },
    { words: ['cdn', 'set', 'second', '--wei'], are: ['--weight'] },
    { words: ['cdn', 'set', 'second', '--enabled', ''], are: ['true', 'false'] },
    { words: ['token', 'create', 'x', '--role', 'e'], are: ['editor'] },
    { words: ['config', 'export', '--format', ''], are: ['json', 'yaml'] },
    { words: ['publish', '--too-few', ''], are: ['promote', 'take-back'] },
    { words: ['publish', '--message', ''], are: [] },
    { words: ['config', 'apply', 'conf'], are: [] },
    { words: ['weather', ''], are: [] },
  ])('$words', ({ words, are }) => expect(offered(words)).toEqual(are))

  it.each(commands)('all options of $name', (command) => {
    const names = [...Object.keys(optionsOf(command)), 'help'].map((name) => `--${name}`)
    expect(offered([...command.name.split(' '), '--'])).toEqual(names)
  })

  it('in a shell that evaluates the script, files where it knows nothing', () => {
    const script = `eval "$0"; complete -p sluice`
    expect(execFileSync('bash', ['--norc', '-c', script, bashScript(tree)], { encoding: 'utf8' })).toBe(
      'complete -o default -F _sluice sluice\n',
    )
  })
})

describe.each([
  { shell: 'zsh', args: ['-n'], script: zshScript(tree) },
  { shell: 'fish', args: ['--no-execute'], script: fishScript(tree) },
])('the script for $shell', ({ shell, args, script }) => {
  it('names every command', () => {
    for (const { name } of commands) for (const word of name.split(' ')) expect(script).toContain(word)
  })

  it('is understood by it', ({ skip }) => {
    skip(!existsSync(`/usr/bin/${shell}`), `it needs ${shell}`)
    expect(execFileSync(shell, args, { input: script, encoding: 'utf8' })).toBe('')
  })
})
