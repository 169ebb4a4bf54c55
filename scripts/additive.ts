/**
 * Names the statements of a migration that could be in the way of the version before: that goes on beside the new one while nodes
 * are upgraded, and may come back. Allowed is what only adds: tables, indexes, functions, types, and columns that need no value. A
 * table that the migration itself creates may be altered at will.
 */
export function findNotAdditive(script: string): readonly string[] {
  const statements = splitAtTopLevel(withoutTexts(script), ';')
  const created = new Set(statements.flatMap((statement) => /^CREATE TABLE (?:IF NOT EXISTS )?(\S+)/i.exec(statement)?.[1] ?? []))
  return statements.filter((statement) => !isAdditive(statement, created))
}

function isAdditive(statement: string, created: ReadonlySet<string>): boolean {
  if (/^CREATE (?:TABLE|INDEX|FUNCTION|TYPE|SEQUENCE) /i.test(statement) || /^COMMENT ON /i.test(statement)) return true
  // They could refuse what the version before writes.
  const restricted = /^CREATE (?:UNIQUE INDEX|TRIGGER) .*? ON (?:ONLY )?([^\s(]+)/i.exec(statement)
  if (restricted !== null) return created.has(restricted[1] ?? '')
  const altered = /^ALTER TABLE (?:IF EXISTS )?(?:ONLY )?(\S+) (.*)$/i.exec(statement)
  if (altered === null) return false
  const [, table = '', actions = ''] = altered
  return created.has(table) || splitAtTopLevel(actions, ',').every(addsFreeColumn)
}

/** Whether the version before, which does not know the column, can go on inserting rows. */
function addsFreeColumn(action: string): boolean {
  if (!/^ADD COLUMN /i.test(action)) return false
  if (/\b(?:UNIQUE|PRIMARY KEY|REFERENCES|CHECK)\b/i.test(action)) return false
  return !/\bNOT NULL\b/i.test(action) || /\bDEFAULT (?!NULL\b)/i.test(action)
}

/** Comments, texts and bodies of functions left out, since any word may stand in them. */
function withoutTexts(script: string): string {
  return script
    .replaceAll(/--[^\n]*|\/\*[^]*?\*\/|\$(\w*)\$[^]*?\$\1\$|'(?:[^']|'')*'/g, (text) => (/^[-/]/.test(text) ? ' ' : "''"))
    .replaceAll(/\s+/g, ' ')
}

function splitAtTopLevel(text: string, separator: string): readonly string[] {
  let depth = 0
  const parts = ['']
  for (const character of text) {
    if (character === '(') depth += 1
    if (character === ')') depth -= 1
    if (character === separator && depth === 0) parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}
