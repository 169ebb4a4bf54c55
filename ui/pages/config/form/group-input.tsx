import { Fieldset, Stack, Switch, Text } from '@mantine/core'
import { useRef } from 'react'
import { Words } from '../words.tsx'
import { isEntry } from './entry.ts'
import type { OuterProps } from './field-props.ts'
import type { GroupKind } from './form-field.ts'
import { useFormScope } from './form-scope.ts'

/** An object of its own fields; one that can be null is switched on and off, and keeps what was typed meanwhile. */
export function GroupInput({ field, holds, path, value, base, error, inside: Fields }: OuterProps<GroupKind>) {
  const { isReadOnly, change } = useFormScope()
  const last = useRef<object>({})
  const isOn = !field.isNullable || isEntry(value)

  return (
    <Fieldset legend={field.name}>
      <Stack gap="md">
        {field.isNullable ? (
          <Switch
            label={`${field.name}: ${isOn ? 'set' : 'null'}`}
            description={<Words>{field.words}</Words>}
            error={error}
            checked={isOn}
            onChange={({ currentTarget: { checked } }) => {
              if (isReadOnly) return
              if (isEntry(value)) last.current = value
              change(path, checked ? (isEntry(base) && Object.keys(last.current).length === 0 ? base : last.current) : null)
            }}
            aria-readonly={isReadOnly}
          />
        ) : (
          <Text size="xs" c="dimmed">
            <Words>{field.words}</Words>
          </Text>
        )}
        {!field.isNullable && error !== undefined && (
          <Text size="xs" c="red" role="alert">
            {error}
          </Text>
        )}
        {isOn && <Fields fields={holds.fields} path={path} value={value} base={base} />}
      </Stack>
    </Fieldset>
  )
}
