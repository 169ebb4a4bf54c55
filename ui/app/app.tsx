import { MantineProvider } from '@mantine/core'
import { SessionProvider } from '../client/session.tsx'
import { SessionGate } from './session-gate.tsx'
import { Shell } from './shell.tsx'
import { theme } from './theme.ts'

/** The nonce that the page came with: without it the policy of the page refuses the style elements of the components. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <SessionProvider>
        <SessionGate>
          <Shell />
        </SessionGate>
      </SessionProvider>
    </MantineProvider>
  )
}
