import type { UserError } from '../admin-api.ts'
import { onOneLine, type Paint } from '../terminal.ts'

/** One finding of validation in a document, as the API's `ValidationIssue`. */
export type Finding = {
  readonly severity: 'ERROR' | 'WARNING'
  readonly code: string
  readonly path: string
  readonly message: string
  /** Empty when the message names the remedy. */
  readonly remedy: string
}

export const findingSelection = '{ severity code path message remedy }'

/** Makes a finding of a refusal without a list of findings: the message names the remedy. */
export function findingOf({ code, message, field }: UserError): Finding {
  return { severity: 'ERROR', code, path: field ?? '', message, remedy: '' }
}

/** Formats errors first, two lines each. Empty for none. */
export function formatFindings(findings: readonly Finding[], paint: Paint): string {
  const ordered = findings.toSorted((a, b) => (a.severity < b.severity ? -1 : a.severity > b.severity ? 1 : 0))
  return ordered
    .map(({ severity, code, path, message, remedy }) => {
      const head = [severity.toLowerCase(), code, path].filter((part) => part !== '').join(' ')
      const advice = remedy === '' ? '' : `; ${onOneLine(remedy)}`
      return `${paint(severity === 'ERROR' ? 'red' : 'yellow', head)}\n    ${onOneLine(message)}${advice}\n`
    })
    .join('')
}
