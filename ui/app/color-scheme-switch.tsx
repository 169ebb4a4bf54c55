import { Button, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'

export function ColorSchemeSwitch() {
  const { setColorScheme } = useMantineColorScheme()
  const other = useComputedColorScheme('light') === 'light' ? 'dark' : 'light'
  return (
    <Button variant="default" size="compact-sm" onClick={() => setColorScheme(other)} aria-label={`${other} colours`}>
      {other === 'dark' ? '☾' : '☀'}
    </Button>
  )
}
