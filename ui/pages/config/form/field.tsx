import { Anchor, Group, Text } from '@mantine/core'
import { memo, useContext, useRef, type ReactNode } from 'react'
import { isEntry, isSame, textOf } from './entry.ts'
import type { FieldProps, FieldsProps } from './field-props.ts'
import styles from './form.module.css'
import { PlacedContext, useFormScope } from './form-scope.ts'
import { GroupInput } from './group-input.tsx'
import { ListInput } from './list-input.tsx'
import { RowsInput } from './rows-input.tsx'
import { SingleInput } from './single-input.tsx'

/** A longer value is not repeated below its field. */
const SHORT = 120

/** The fields of an entry, or of an object in it, in the order of their declaration. */
export function Fields({ fields, path, value, base }: FieldsProps) {
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
        />
      ))}
    </div>
  )
}

/** A field in the form that its declaration asks for, with what it was where that is another value. */
function Field(props: Omit<FieldProps, 'error'>) {
  const { field, path, value, base } = props
  const { isReadOnly, change } = useFormScope()
  const findings = useContext(PlacedContext).get(path)
  const isWide = ['GROUP', 'ROWS', 'LIST'].includes(field.holds.kind)
  const box = useRef<HTMLDivElement>(null)
  const isChanged = base !== undefined && !isSame(value, base)
  return (
    <div ref={box} className={isWide ? styles['wide'] : undefined}>
      <Widget {...props} error={findings && [...new Set(findings.map(({ message }) => message))].join('; ')} />
      {isChanged && textOf(base).length <= SHORT && (
        <Group gap={6} mt={4}>
          <Text size="xs" c="dimmed">
            was {textOf(base)}
          </Text>
          {!isReadOnly && (
            <Anchor
              component="button"
              type="button"
              size="xs"
              onClick={() => {
                box.current?.querySelector<HTMLElement>('input, textarea')?.focus() // this button will be gone
                change(path, base)
              }}
            >
              Undo {field.name}
            </Anchor>
          )}
        </Group>
      )}
    </div>
  )
}

/** Drawn anew when its own value changes: not with each letter that is typed elsewhere. */
const Widget = memo(function Widget(props: FieldProps): ReactNode {
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
})
