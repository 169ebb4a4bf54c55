import { MultiSelect, TagsInput, Textarea } from '@mantine/core'
import { Words } from '../words.tsx'
import { belowInput } from './below-input.ts'
import type { FieldProps } from './field-props.ts'
import type { ListKind, SingleKind } from './form-field.ts'
import { useFormScope } from './form-scope.ts'

/** More texts than so many are lines of a text, not tags. */
const MOST_TAGS = 300

/** A list of texts, of numbers, of choices or of keys. */
export function ListInput({ field, holds, path, value, error }: FieldProps & { readonly holds: ListKind }) {
  const { keys, isReadOnly, change } = useFormScope()
  const items = Array.isArray(value) ? (value as readonly (string | number)[]).map(String) : []
  const common = {
    label: field.name,
    description: <Words>{field.words}</Words>,
    inputWrapperOrder: belowInput,
    error,
    required: field.isRequired,
    placeholder: items.length === 0 ? field.unlessTold : '',
    readOnly: isReadOnly,
  }
  const put = (given: readonly string[]) =>
    change(path, given.length === 0 && field.isNullable ? null : given.map((item) => itemOf(holds.of, item)))
  const { of } = holds
  const named = namedOf(of, keys)
  if (named !== undefined)
    return (
      <MultiSelect
        {...common}
        data={[...new Set([...named, ...items])]}
        value={items}
        onChange={put}
        searchable
        hidePickedOptions
        limit={50}
        nothingFoundMessage="none with this key"
      />
    )
  if (holds.most > MOST_TAGS)
    return (
      <Textarea
        {...common}
        description={<Words>{`${field.words} One a line.`}</Words>}
        value={items.join('\n')}
        onChange={({ currentTarget }) => put(currentTarget.value === '' ? [] : currentTarget.value.split('\n'))}
        autosize
        minRows={4}
        maxRows={16}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
    )
  return (
    <TagsInput {...common} value={items} onChange={put} splitChars={mayHoldComma(of) ? [] : [',', ' ']} maxDropdownHeight={0} />
  )
}

function namedOf(of: SingleKind, keys: Readonly<Record<string, readonly string[]>>): readonly string[] | undefined {
  if (of.kind === 'CHOICE') return of.values.map(({ value }) => String(value))
  return of.kind === 'TEXT' && of.refersTo !== undefined ? (keys[of.refersTo] ?? []) : undefined
}

/** A number where it reads as one; else the text as it is, which is a finding. */
function itemOf(of: SingleKind, text: string): string | number {
  return of.kind === 'NUMBER' && /^\d+$/.test(text) ? Number(text) : text
}

function mayHoldComma(of: SingleKind): boolean {
  if (of.kind !== 'TEXT') return false
  return of.pattern === undefined || ['a,b', '/a,b'].some((text) => new RegExp(of.pattern ?? '', 'u').test(text))
}
