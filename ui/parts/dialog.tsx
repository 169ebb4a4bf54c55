import { Group, Modal, Stack, type ModalProps } from '@mantine/core'
import type { ReactNode } from 'react'

export type DialogProps = {
  readonly title: string
  readonly size?: ModalProps['size']
  readonly onClose: () => void
  readonly children: ReactNode
}

/**
 * A question over the page. Its head is no banner of the page, and the page behind keeps its scroll bar: locking it takes a style
 * that the policy of the page refuses.
 */
export function Dialog({ title, size = 'md', onClose, children }: DialogProps) {
  return (
    <Modal.Root opened onClose={onClose} size={size} lockScroll={false}>
      <Modal.Overlay />
      <Modal.Content>
        <Group justify="space-between" wrap="nowrap" p="md" pb={0}>
          <Modal.Title fw={700}>{title}</Modal.Title>
          <Modal.CloseButton aria-label="close" />
        </Group>
        <Modal.Body pt="md">
          <Stack gap="sm">{children}</Stack>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
