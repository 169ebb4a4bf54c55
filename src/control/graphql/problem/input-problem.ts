import { printable, type Problem } from '../../../core/result.ts'

/** Parts of an issue of a schema of inputs. `params` are there where the schema has a code of its own. */
type InputIssue = {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
  readonly params?: { readonly code: string; readonly remedy: string }
}

/** Gives a check of a schema its own code and remedy in place of INPUT_INVALID. */
export function refuseWith(code: string, remedy: string): Required<Pick<InputIssue, 'params'>> {
  return { params: { code, remedy } }
}

/** Words the first issue of an operation's arguments, with the value that was received. */
export function wordInput(issues: readonly InputIssue[], args: object): Problem {
  const { message = '', path = [], params } = issues[0] ?? {}
  const names = path.map((segment) => String(typeof segment === 'object' ? segment.key : segment))
  const value = names.reduce<unknown>((inner, name) => Object(inner)[name] as unknown, args)
  return {
    code: params?.code ?? 'INPUT_INVALID',
    field: names.join('.'),
    received: value instanceof Date ? value.toISOString() : typeof value === 'number' ? value : printable(String(value)),
    allowed: message,
    remedy: params?.remedy ?? 'correct it',
  }
}
