import { CommandFailure, cliExitCodes } from '../command-failure.ts'
import { defineCommand, type Command } from '../command.ts'
import { bashScript } from './bash-script.ts'
import { fishScript } from './fish-script.ts'
import { treeOf, type Tree } from './tree.ts'
import { zshScript } from './zsh-script.ts'

const scripts: Readonly<Record<string, (tree: Tree) => string>> = { bash: bashScript, zsh: zshScript, fish: fishScript }

/** Makes the command that prints a completion script of all commands, itself included. */
export function completionOf(commands: () => readonly Command[]): Command {
  return defineCommand({
    name: 'completion',
    synopsis: 'bash|zsh|fish',
    summary: 'prints a script that lets a shell complete commands and options',
    help: `
For "sluice" as "npm link" puts it into the PATH. Needs no service and no token.

  eval "$(npx sluice completion bash)"
  npx sluice completion zsh > _sluice
  npx sluice completion fish > sluice.fish
`,
    operands: { min: 1, max: 1 },
    options: {},
    run({ operands: [shell = ''], terminal }) {
      const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined
      if (script === undefined)
        throw new CommandFailure(
          cliExitCodes.usage,
          `received ${JSON.stringify(shell)}, allowed is ${Object.keys(scripts).join(', ')}`,
        )
      terminal.print(script(treeOf(commands())))
      return Promise.resolve(cliExitCodes.done)
    },
  })
}
