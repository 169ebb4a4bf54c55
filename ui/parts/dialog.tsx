import { Group, Modal, Stack, type ModalProps } from '@mantine/core'
import { useEffect, useState, type ReactNode } from 'react'
import { focusPage } from './focus-page.ts'

export type DialogProps = {
  readonly title: string
  readonly size?: ModalProps['size']
  /** Left out, nobody can close it. */
  readonly onClose?: () => void
  readonly children: ReactNode
}

/**
 * A question over the page. Its head is no banner of the page, and the page behind keeps its scroll bar: locking it takes a style
 * that the policy of the page refuses. When it is gone, what opened it has the focus again, or else the page.
 */
export function Dialog({ title, size = 'md', onClose, children }: DialogProps) {
  const [opener] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
      else focusPage()
    },
    [opener],
  )
  return (
    <Modal.Root opened onClose={() => onClose?.()} size={size} lockScroll={false}>
      <Modal.Overlay />
      <Modal.Content>
        <Group justify="space-between" wrap="nowrap" p="md" pb={0}>
          <Modal.Title fw={700}>{title}</Modal.Title>
          {onClose !== undefined && <Modal.CloseButton aria-label="close" />}
        </Group>
        <Modal.Body pt="md">
          <Stack gap="sm">{children}</Stack>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
