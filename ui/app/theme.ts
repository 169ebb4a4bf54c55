import { createTheme, defaultVariantColorsResolver } from '@mantine/core'

/** What floats above a page is a part of it, not beside its landmarks. */
const onPage = { portalProps: { target: '#page' } }

/** One accent colour, and words that stay readable on it (WCAG 2.2, 1.4.3). */
export const theme = createTheme({
  primaryColor: 'cyan',
  primaryShade: { light: 9, dark: 4 },
  autoContrast: true,
  // The default one knows the light shade alone, and lightens it below the pointer.
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input)
    const hover = `color-mix(in srgb, ${colors.background}, light-dark(black, white) 15%)`
    return input.variant === 'filled' ? { ...colors, color: 'var(--on-filled)', hover } : colors
  },
  defaultRadius: 'sm',
  fontFamily: 'system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, monospace',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Alert: { styles: { label: { color: 'var(--mantine-color-text)' } } },
    Combobox: { defaultProps: onPage },
    Tooltip: { defaultProps: onPage },
    Badge: { defaultProps: { variant: 'light' }, styles: { label: { color: 'var(--mantine-color-text)' } } },
  },
})
