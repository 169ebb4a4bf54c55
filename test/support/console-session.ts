import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text as readText } from 'node:stream/consumers'

/** A command of a document, and what the document shows of its output. */
export type ConsoleStep = { readonly command: string; readonly shown: string }

/** What came of it. */
export type ConsoleOutcome = ConsoleStep & { readonly output: string; readonly code: number }

/** The commands of all `console` blocks, in their order: lines after `$ `, those that are quoted on, and then the output. */
export function readConsoleSteps(markdown: string): readonly ConsoleStep[] {
  return [...markdown.matchAll(/^```console\n([^]*?)^```/gm)].flatMap(([, block = '']) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((step) => {
        const lines = step.split('\n')
        // A quote that is open goes on with the next line.
        let last = 0
        while (
          (lines
            .slice(0, last + 1)
            .join('\n')
            .split("'").length -
            1) %
            2 ===
          1
        )
          last += 1
        return { command: lines.slice(0, last + 1).join('\n'), shown: lines.slice(last + 1).join('\n') }
      }),
  )
}

/** Runs the steps in one shell, which keeps their variables, in their order and whatever comes of each. */
export async function runConsole(
  steps: readonly ConsoleStep[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<readonly ConsoleOutcome[]> {
  const mark = '=== the end of a step, with code'
  const script = steps.map(({ command }) => `${command}\necho "${mark} $?"\n`).join('')
  const shell = spawn('bash', { ...options, stdio: ['pipe', 'pipe', 'pipe'], timeout: 240_000 })
  shell.stdin.end(`exec 2>&1\n${script}`)
  const [output] = await Promise.all([readText(shell.stdout), once(shell, 'exit')])
  const parts = output.split(new RegExp(`${mark} (\\d+)\\n`))
  return steps.map((step, index) => ({
    ...step,
    output: parts[2 * index] ?? 'it was not run',
    code: Number(parts[2 * index + 1]),
  }))
}

/** Whether the output is what is shown, but for its times, and where "…" stands for what differs from one run to the next. */
export function isAsShown({ output, shown }: Pick<ConsoleOutcome, 'output' | 'shown'>): boolean {
  const pattern = timeless(shown)
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('…', '[^\\n]*')
  return new RegExp(`^${pattern}$`).test(timeless(output))
}

function timeless(text: string): string {
  return text.trimEnd().replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
}
