import { Fieldset, Stack, Switch, Text } from '@mantine/core'
import { useRef } from 'react'
import { Words } from '../words.tsx'
import { isEntry } from './entry.ts'
import type { OuterProps } from './field-props.ts'
import type { GroupKind } from './form-field.ts'
import { useFormScope } from './form-scope.ts'
import { useOwnFindings } from './use-findings.ts'

/** An object of its own fields; one that can be null is switched on and off, and keeps what was typed meanwhile. */
export function GroupInput({ field, holds, path, value, base, onChange, inside: Fields }: OuterProps<GroupKind>) {
  const { isReadOnly } = useFormScope()
  const error = useOwnFindings(path)
  const last = useRef<object>({})
  const isOn = !field.isNullable || isEntry(value)

  function change(given: object | null): void {
    if (given !== null) last.current = given
    onChange(given)
  }

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
              change(checked ? (isEntry(base) && Object.keys(last.current).length === 0 ? base : last.current) : null)
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
        {isOn && <Fields fields={holds.fields} path={path} value={value} base={base} onChange={change} />}
      </Stack>
    </Fieldset>
  )
}
