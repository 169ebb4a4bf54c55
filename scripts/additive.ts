/**
 * Names the statements of a migration that could be in the way of the version before: that goes on beside the new one while nodes
 * are upgraded, and may come back. Allowed is what only adds: tables, indexes, functions, types, and columns that need no value. A
 * table that the migration itself creates may be altered at will, but not be tied to another one.
 */
export function findNotAdditive(script: string): readonly string[] {
  const statements = splitAtTopLevel(withoutTexts(script), ';')
  const created = new Set(statements.flatMap((statement) => captured(creation, statement).map(plainName)))
  return statements.filter((statement) => !isAdditive(statement, created))
}

/** IF NOT EXISTS may be about a table of the version before. */
const creation = /^CREATE TABLE ([^\s(),]+) ?\(/i
/** Has nothing behind the columns: AS runs a query, INHERITS and PARTITION OF add rows to another table. */
const plainCreation = /^CREATE TABLE (?:IF NOT EXISTS )?[^\s(),]+ ?''$/i
/** They could refuse what the version before writes. */
const restriction = /^CREATE (?:UNIQUE INDEX|TRIGGER) .*? ON (?:ONLY )?([^\s(),]+)/i
const alteration = /^ALTER TABLE (?:IF EXISTS )?(?:ONLY )?([^\s(),]+) (.*)$/i
const reference = /\bREFERENCES ([^\s(),]+)(?: ?\([^)]*\))?((?:(?!\bREFERENCES\b)[^,])*)/gi
/** Is neither null nor fails, whatever the row. A cast of a constant is judged by PostgreSQL, with the migration. */
const plainDefault =
  / DEFAULT (?:''|-?\d+(?:\.\d+)?|TRUE|FALSE|CURRENT_TIMESTAMP|now\(\)|gen_random_uuid\(\)|ARRAY\[\])(?:::[\w"]+(?:\[\])?)?(?: (?:NOT )?NULL)?$/i
/** Stands for a text with escapes and for a name that is no plain word: either could hide anything from these patterns. */
const unreadable = '??'

function isAdditive(statement: string, created: ReadonlySet<string>): boolean {
  if (statement.includes(unreadable) || !letsRowsGo(statement, created)) return false
  if (/^CREATE TABLE /i.test(statement)) return plainCreation.test(withoutParentheses(statement))
  if (/^CREATE (?:INDEX|FUNCTION|TYPE|SEQUENCE) /i.test(statement) || /^COMMENT ON /i.test(statement)) return true
  const [restricted] = captured(restriction, statement)
  if (restricted !== undefined) return created.has(plainName(restricted))
  const [table = '', actions = ''] = captured(alteration, statement)
  if (created.has(plainName(table))) return !/\b(?:INHERIT|ATTACH PARTITION)\b/i.test(actions)
  return actions !== '' && splitAtTopLevel(actions, ',').every(addsFreeColumn)
}

/** Whether the version before can delete rows of its tables: what refers to them has to go with them, or to let go. */
function letsRowsGo(statement: string, created: ReadonlySet<string>): boolean {
  return [...statement.matchAll(reference)].every(
    ([, table = '', rest = '']) => created.has(plainName(table)) || /\bON DELETE (?:CASCADE|SET NULL)\b/i.test(rest),
  )
}

/** Whether the version before, which does not know the column, can go on inserting rows. */
function addsFreeColumn(action: string): boolean {
  if (!/^ADD COLUMN /i.test(action)) return false
  if (/\b(?:UNIQUE|PRIMARY KEY|REFERENCES|CHECK)\b|\bAS ?\(/i.test(action)) return false
  const mayBeEmpty = !/\bNOT NULL\b/i.test(action) && (!/ DEFAULT /i.test(action) || / DEFAULT NULL$/i.test(action))
  return mayBeEmpty || plainDefault.test(action)
}

/** Without quotes PostgreSQL takes a name in lower case. */
function plainName(written: string): string {
  return written.replaceAll(/"(\w+)"|[^"]+/g, (part, quoted?: string) => quoted ?? part.toLowerCase())
}

function captured(pattern: RegExp, text: string): readonly string[] {
  return pattern.exec(text)?.slice(1) ?? []
}

/** Comments, texts and bodies of functions left out, since any word may stand in them. */
function withoutTexts(script: string): string {
  const pieces =
    /--[^\n\r]*|\/\*[^]*?\*\/|(?<![\w$\u0080-\uFFFF])\$((?:[A-Za-z_]\w*)?)\$[^]*?\$\1\$|\b[Ee]'(?:[^'\\]|\\[^]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"/g
  return script.replaceAll(pieces, standIn).replaceAll(/\s+/g, ' ')
}

function standIn(piece: string): string {
  if (/^[-/]/.test(piece)) return ' '
  if (/^["E]/i.test(piece)) return /^"\w+"$/.test(piece) ? piece : unreadable
  return "''"
}

/** Each pair of parentheses with all in it as an empty text. */
function withoutParentheses(text: string): string {
  const shorter = text.replaceAll(/\([^()]*\)/g, "''")
  return shorter === text ? text : withoutParentheses(shorter)
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
