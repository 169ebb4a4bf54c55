/** A frame in Sentry's form. */
export type StackFrame = {
  readonly function: string
  readonly filename: string
  readonly lineno: number
  readonly colno: number
  readonly in_app: boolean
}

const MAX_FRAMES = 50

/** Reads V8's lines, the oldest call first. Folders of the machine are left out: a path begins at `src/` or `node_modules/`. */
export function readFrames(stack: string): readonly StackFrame[] {
  return stack.split('\n').flatMap(readFrame).slice(0, MAX_FRAMES).toReversed()
}

function readFrame(line: string): readonly StackFrame[] {
  const [, name = '', path = '', row, column] =
    /^\s+at (?:async )?(?:([^()]{1,100}) \()?([^()]+):(\d+):(\d+)\)?$/.exec(line) ?? []
  if (row === undefined) return []
  const filename = /node_modules\/(?!.*node_modules\/).*$|src\/.*$|^node:.*$/.exec(path)?.[0] ?? 'elsewhere'
  return [{ function: name || '?', filename, lineno: Number(row), colno: Number(column), in_app: filename.startsWith('src/') }]
}
