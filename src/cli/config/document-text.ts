import { isScalar, LineCounter, parseDocument, stringify, visit, type Document } from 'yaml'
import type { ConfigDocument } from '../../core/config/document.ts'
import { byKey, configOf } from '../../core/config/model.ts'
import type { ListName } from '../../core/config/nouns.ts'
import type { Settings } from '../../core/config/settings.ts'
import { reasonOf } from '../command-failure.ts'
import { showValue } from '../terminal.ts'
import type { Format } from './document-format.ts'

/** Most uses of aliases in a YAML document: without a limit a small file could unfold into a huge one. */
const MAX_ALIASES = 100

export type Parsed = { readonly value: unknown; readonly faults: readonly string[] }

/** Parses the text into its value, or lists all faults of the text. A repeated field is a fault in both formats. */
export function parseText(text: string, format: Format): Parsed {
  try {
    const value: unknown = format === 'json' ? JSON.parse(text) : undefined
    // JSON is YAML as well; this parse only finds repeated names in JSON objects.
    const lines = new LineCounter()
    const document = parseDocument(text, {
      lineCounter: lines,
      uniqueKeys: false,
      logLevel: 'error',
      stringKeys: format === 'yaml',
    })
    if (document.errors.some(({ code }) => code === 'RESOURCE_EXHAUSTION')) return rejectText(['it is nested too deeply'])
    // The parser counts an unknown tag as a warning only.
    const told = format === 'json' ? [] : [...document.errors, ...document.warnings].map((fault) => reasonOf(fault))
    const faults = [...told, ...findRepeatedFields(document, lines), ...findCircles(document)]
    if (faults.length > 0) return rejectText(faults)
    return { value: format === 'json' ? value : document.toJS({ maxAliasCount: MAX_ALIASES }), faults }
  } catch (error) {
    // Unknown aliases, or too many: the parser follows aliases last.
    if (error instanceof ReferenceError)
      return rejectText([
        error.message.startsWith('Excessive') ? `received too many aliases, allowed are ${MAX_ALIASES}` : reasonOf(error),
      ])
    if (error instanceof SyntaxError) return rejectText([reasonOf(error)])
    throw error
  }
}

function rejectText(faults: readonly string[]): Parsed {
  return { value: undefined, faults: [...new Set(faults)] }
}

/** Formats lists in the order of their keys, fields in one order: equal configurations are equal byte for byte. */
export function formatDocument({ formatVersion, settings, ...rest }: ConfigDocument, format: Format): string {
  const sorted = (name: ListName) => ((rest[name] ?? []) as readonly { readonly key: string }[]).toSorted(byKey)
  const document = { formatVersion, ...configOf(sorted, settings as Settings) }
  if (format === 'json') return `${JSON.stringify(document, null, 2)}\n`
  // Quotes truth values of older YAML, keeps lines whole and repeats values instead of using aliases.
  return stringify(document, { compat: 'yaml-1.1', lineWidth: 0, aliasDuplicateObjects: false })
}

/** Uses a set for each map, since the parser's own check compares each name with all others. */
function findRepeatedFields(document: Document.Parsed, lines: LineCounter): readonly string[] {
  const faults: string[] = []
  visit(document, {
    Map(_key, map) {
      const seen = new Set<unknown>()
      for (const { key } of map.items) {
        if (!isScalar(key)) continue
        const { line, col } = lines.linePos(key.range?.[0] ?? 0)
        if (seen.has(key.value))
          faults.push(`the field ${showValue(key.value)} is there twice in one object, at line ${line}, column ${col}`)
        seen.add(key.value)
      }
    },
  })
  return faults
}

function findCircles(document: Document.Parsed): readonly string[] {
  const faults: string[] = []
  visit(document, {
    Alias(_key, { source }, ancestors) {
      const isInside = ancestors.some((node) => 'anchor' in node && node.anchor === source)
      if (isInside) faults.push(`the alias *${source} stands inside of what it refers to`)
    },
  })
  return faults
}
