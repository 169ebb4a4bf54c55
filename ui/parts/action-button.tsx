import { Button, Tooltip, type ButtonProps } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import { useSession } from '../client/session.tsx'
import type { RootField } from '../generated/roles.ts'

export type ActionButtonProps = Omit<ButtonProps, 'disabled'> & {
  /** The field of the API that it uses: who may not use it sees why. */
  readonly field: RootField
  readonly onClick?: () => void
  readonly onKeyDown?: (event: KeyboardEvent) => void
  readonly type?: 'button' | 'submit'
  /** Another reason why it cannot be used now. */
  readonly unavailable?: string | undefined
  readonly 'aria-label'?: string
}

/** A button that asks something of the service. It stays in reach of the keyboard while disabled or busy, and says why. */
export function ActionButton({ field, unavailable, onClick, type = 'button', ...props }: ActionButtonProps) {
  const why = useSession().whyNot(field) ?? unavailable
  const refusing = { 'data-disabled': true, 'aria-disabled': true, 'aria-description': why }
  const { loading: isBusy = false } = props
  // One element in all states, which is never really disabled: a button that is so by its own press keeps the focus.
  return (
    <Tooltip label={why} disabled={why === undefined} events={{ hover: true, focus: true, touch: true }}>
      <Button
        {...props}
        data-field={field}
        aria-disabled={isBusy}
        {...(why === undefined ? {} : refusing)}
        type={why === undefined ? type : 'button'}
        onClick={(event) => (why === undefined && !isBusy ? onClick?.() : event.preventDefault())}
        renderRoot={(root) => <button {...root} disabled={false} />}
      />
    </Tooltip>
  )
}
