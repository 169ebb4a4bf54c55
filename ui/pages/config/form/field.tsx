import { Anchor, Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { isEntry, isSame, textOf } from './entry.ts'
import type { FieldProps, FieldsProps } from './field-props.ts'
import styles from './form.module.css'
import { useFormScope } from './form-scope.ts'
import { GroupInput } from './group-input.tsx'
import { ListInput } from './list-input.tsx'
import { RowsInput } from './rows-input.tsx'
import { SingleInput } from './single-input.tsx'

/** A longer value is not repeated below its field. */
const SHORT = 120

/** The fields of an entry, or of an object in it, in the order of their declaration. */
export function Fields({ fields, path, value, base, onChange }: FieldsProps) {
  const entry = isEntry(value) ? value : {}
  return (
    <div className={styles['fields']}>
      {fields.map((field) => (
        <Field
          key={field.name}
          field={field}
          path={path === '' ? field.name : `${path}.${field.name}`}
          value={entry[field.name]}
          base={isEntry(base) ? base[field.name] : undefined}
          onChange={(given) => onChange({ ...entry, [field.name]: given })}
        />
      ))}
    </div>
  )
}

/** A field in the form that its declaration asks for, with what it was where that is another value. */
function Field(props: FieldProps) {
  const { field, value, base, onChange } = props
  const { isReadOnly } = useFormScope()
  const isWide = ['GROUP', 'ROWS', 'LIST'].includes(field.holds.kind)
  const isChanged = base !== undefined && !isSame(value, base)
  return (
    <div className={isWide ? styles['wide'] : undefined}>
      <Widget {...props} />
      {isChanged && textOf(base).length <= SHORT && (
        <Group gap={6} mt={4}>
          <Text size="xs" c="dimmed">
            was {textOf(base)}
          </Text>
          {!isReadOnly && (
            <Anchor component="button" type="button" size="xs" onClick={() => onChange(base)}>
              Undo {field.name}
            </Anchor>
          )}
        </Group>
      )}
    </div>
  )
}

function Widget(props: FieldProps): ReactNode {
  const { holds } = props.field
  switch (holds.kind) {
    case 'GROUP':
      return <GroupInput {...props} holds={holds} inside={Fields} />
    case 'ROWS':
      return <RowsInput {...props} holds={holds} inside={Fields} />
    case 'LIST':
      return <ListInput {...props} holds={holds} />
    case 'TEXT':
    case 'NUMBER':
    case 'CHOICE':
    case 'FLAG':
      return <SingleInput {...props} holds={holds} />
  }
  return holds satisfies never
}
