import { pageLinks } from '../../core/page-links.ts'

/** Links to the start page and all other pages. */
export const pageNav = `<nav><a href="/">Sluice</a> ${pageLinks.map(([path, name]) => `<a href="${path}">${name}</a>`).join(' ')}</nav>`

/** Style of a page around its bundle, which needs all the height that the links leave. */
export const pageStyle = `
body { margin: 0 }
nav { box-sizing: border-box; height: 2.5rem; padding: 0.7rem 1rem; font: 1rem/1.1 sans-serif; color: CanvasText; background: Canvas }
nav a { margin-right: 1rem }
nav + #root { height: calc(100vh - 2.5rem) }
pre { margin: 1rem; white-space: pre-wrap; overflow-wrap: anywhere }
`
