import { NumberInput, Select, Switch, TextInput, type SelectProps } from '@mantine/core'
import { useMemo } from 'react'
import { textOf } from './entry.ts'
import type { FieldProps } from './field-props.ts'
import { Words } from '../words.tsx'
import { belowInput } from './below-input.ts'
import type { ChoiceKind, FormField, SingleKind, TextKind } from './form-field.ts'
import { useFormScope } from './form-scope.ts'

type SingleProps = FieldProps & { readonly holds: SingleKind }

/** A text, a number, a choice or a flag. */
export function SingleInput({ field, holds, path, value, error }: SingleProps) {
  const { isReadOnly, isThere, change } = useFormScope()
  const isFixed = path === 'key' && isThere
  const common = {
    name: path,
    label: field.name,
    description: <Words>{describe(field, holds, value)}</Words>,
    inputWrapperOrder: belowInput,
    error,
    required: field.isRequired,
    withAsterisk: field.isRequired && !isFixed,
    placeholder: field.unlessTold || (field.isNullable ? 'null' : ''),
    readOnly: isReadOnly || isFixed,
    ...(isFixed && { variant: 'filled' }),
  }
  const empty = field.isNullable ? null : undefined
  if (holds.kind === 'FLAG')
    return (
      <Switch
        label={field.name}
        description={common.description}
        error={error}
        checked={typeof value === 'boolean' ? value : field.unlessTold === 'true'}
        onChange={(event) => !isReadOnly && change(path, event.currentTarget.checked)}
        aria-readonly={isReadOnly}
      />
    )
  if (holds.kind === 'NUMBER')
    return (
      <NumberInput
        {...common}
        value={typeof value === 'number' || typeof value === 'string' ? value : ''}
        onChange={(given) => change(path, given === '' ? empty : given)}
        allowDecimal={!holds.isWhole}
        clampBehavior="none"
        thousandSeparator=","
      />
    )
  if (holds.kind === 'TEXT' && holds.refersTo === undefined)
    return (
      <TextInput
        {...common}
        value={typeof value === 'string' ? value : ''}
        onChange={({ currentTarget: { value: given } }) => change(path, given === '' ? empty : given)}
        spellCheck={false}
      />
    )
  return (
    <ChoiceInput
      {...common}
      holds={holds}
      value={value}
      isClearable={!field.isRequired && (field.isNullable || !isThere)}
      onChange={(given) => change(path, given ?? empty)}
    />
  )
}

type ChoiceProps = Omit<SelectProps, 'value' | 'onChange' | 'data'> & {
  readonly holds: TextKind | ChoiceKind
  readonly value: unknown
  readonly isClearable: boolean
  readonly onChange: (value: string | number | null) => void
}

/** A choice among the words of the API, or among the keys of a list; one that is not there any more stays to be seen. */
function ChoiceInput({ holds, value, isClearable, onChange, ...common }: ChoiceProps) {
  const { keys } = useFormScope()
  const named = holds.kind === 'TEXT' ? keys[holds.refersTo ?? ''] : undefined
  const now = value === undefined || value === null ? null : textOf(value)
  const data = useMemo(() => {
    const known = holds.kind === 'TEXT' ? (named ?? []) : holds.values.map((choice) => String(choice.value))
    return now === null || known.includes(now) ? [...known] : [...known, now]
  }, [holds, named, now])
  return (
    <Select
      {...common}
      data={data}
      value={now}
      onChange={(given) => onChange(given === null ? null : valueOf(holds, given))}
      searchable={holds.kind === 'TEXT'}
      clearable={isClearable && common.readOnly !== true}
      allowDeselect={isClearable}
      clearButtonProps={{ 'aria-label': `none for ${String(common.name)}` }}
      limit={50}
      nothingFoundMessage="none with this key"
    />
  )
}

/** The choice has the type that the API gives it: `302` is a number. */
function valueOf(holds: SingleKind, text: string): string | number {
  return holds.kind === 'CHOICE' ? (holds.values.find(({ value }) => String(value) === text)?.value ?? text) : text
}

function describe({ words, unlessTold }: FormField, holds: SingleKind, value: unknown): string {
  const chosen = holds.kind === 'CHOICE' ? holds.values.find((choice) => choice.value === (value ?? unlessTold)) : undefined
  return chosen === undefined || chosen.words === '' ? words : `${words} ${chosen.value}: ${chosen.words}`
}
