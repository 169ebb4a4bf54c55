import { Alert, Button, Text } from '@mantine/core'
import { Component, type ReactNode } from 'react'

/** `path`: where the page is; another one is tried anew. */
type Props = { readonly path: string; readonly children: ReactNode }
type State = { readonly path: string; readonly problem: string | undefined }

/** Holds a failure of a page, such as a file that a newer version of Sluice no longer has, and says what to do. */
export class PageBoundary extends Component<Props, State> {
  override state: State = { path: this.props.path, problem: undefined }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { problem: error instanceof Error ? error.message : 'unknown' }
  }

  static getDerivedStateFromProps({ path }: Props, state: State): State | null {
    return path === state.path ? null : { path, problem: undefined }
  }

  override render(): ReactNode {
    if (this.state.problem === undefined) return this.props.children
    return (
      <Alert color="red" title="This page failed" role="alert">
        <Text>Sluice may have been updated meanwhile: reload to get its pages. Redirects go on. ({this.state.problem})</Text>
        <Button size="xs" mt="xs" variant="default" onClick={() => location.reload()}>
          Reload
        </Button>
      </Alert>
    )
  }
}
