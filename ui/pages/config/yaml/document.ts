import { formatVersion } from '../../../generated/forms.ts'
import { forms, listNames, type ListName } from '../form/declared.ts'
import { isEntry, isSame, textOf, type Entry } from '../form/entry.ts'
import type { FormField } from '../form/form-field.ts'

/** A whole configuration in the form of a document. */
type ConfigDocument = Readonly<Record<string, unknown>>

/** Most uses of aliases: without a limit a small text could unfold into a huge one. */
const MAX_ALIASES = 100

/** Writes a configuration as YAML: lists in the order of their keys, fields in that of their declaration, nulls left out. */
export async function writeYaml(parts: Readonly<Record<ListName, unknown>>): Promise<string> {
  const { stringify } = await import('yaml')
  const entries = listNames.map((list) => [list, inOrder(forms[list].fields, parts[list])] as const)
  const document = { formatVersion, ...Object.fromEntries(entries) }
  return stringify(document, { compat: 'yaml-1.1', lineWidth: 0, aliasDuplicateObjects: false })
}

export type Parsed = { readonly config: ConfigDocument } | { readonly faults: readonly string[] }

/** Reads YAML, or JSON, which is YAML as well. The node checks what the configuration means. */
export async function readYaml(text: string): Promise<Parsed> {
  const { parseDocument } = await import('yaml')
  const document = parseDocument(text, { stringKeys: true, logLevel: 'error' })
  const faults = [...document.errors, ...document.warnings].map(({ message }) => message)
  if (faults.length > 0) return { faults }
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES })
    if (!isEntry(value)) return { faults: ['received something else than a configuration with cdns, originClusters, settings …'] }
    const { $schema: _, formatVersion: __, ...config } = value
    return { config: withoutDefaults(config) }
  } catch (error) {
    return { faults: [error instanceof Error ? error.message : String(error)] } // aliases that lead nowhere, or too many
  }
}

/** Leaves out what the service fills in by itself: 1,000 CDNs would else exceed its largest request. */
function withoutDefaults(config: Entry): ConfigDocument {
  return Object.fromEntries(
    Object.entries(config).map(([name, part]) => {
      const list = listNames.find((one) => one === name)
      return [name, list === undefined ? part : shorten(forms[list].fields, part)]
    }),
  )
}

function shorten(fields: readonly FormField[], part: unknown): unknown {
  if (Array.isArray(part)) return part.map((entry: unknown) => shorten(fields, entry))
  if (!isEntry(part)) return part
  const byName = new Map(fields.map((field) => [field.name, field]))
  return Object.fromEntries(
    Object.entries(part).flatMap(([name, value]) => {
      const field = byName.get(name)
      if (field === undefined) return [[name, value]]
      if (isDefault(field, value, part)) return []
      return [[name, field.holds.kind === 'ROWS' ? shorten(field.holds.fields, value) : value]]
    }),
  )
}

function isDefault({ unlessTold, isNullable }: FormField, value: unknown, entry: Entry): boolean {
  if (value === null) return isNullable && (unlessTold === '' || unlessTold === 'null')
  if (unlessTold === 'none') return isSame(value, []) || isSame(value, {})
  return unlessTold === 'the key' ? value === entry['key'] : unlessTold === textOf(value)
}

function inOrder(fields: readonly FormField[], part: unknown): unknown {
  if (Array.isArray(part)) return (part as unknown[]).toSorted(byKey).map((entry) => inOrder(fields, entry))
  if (!isEntry(part)) return part
  return Object.fromEntries(
    fields.flatMap(({ name, holds }) => {
      const value = part[name]
      if (value === null || value === undefined) return []
      return [[name, holds.kind === 'GROUP' || holds.kind === 'ROWS' ? inOrder(holds.fields, value) : value]]
    }),
  )
}

function byKey(one: unknown, other: unknown): number {
  const [a, b] = [one, other].map((entry) => (isEntry(entry) ? textOf(entry['key']) : ''))
  return a === b ? 0 : (a ?? '') < (b ?? '') ? -1 : 1
}
