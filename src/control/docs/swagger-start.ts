/**
 * Script that starts Swagger UI. "Try it out" of `/config` publishes on the spot, so it may not do so by two clicks: no example is
 * filled in, and `PUT` asks for `If-Match`. The document stays as the server is, to which `If-Match` is optional.
 */
export const swaggerStart = `
if (matchMedia('(prefers-color-scheme: dark)').matches) document.documentElement.classList.add('dark-mode')
const askMore = (spec) => {
  for (const { requestBody, parameters = [] } of Object.values(spec.paths['/config'])) {
    for (const content of Object.values(requestBody?.content ?? {})) {
      content.example = Object.values(content.examples)[0].value
      delete content.examples
    }
    for (const parameter of parameters) {
      delete parameter.example
      if (parameter.name === 'If-Match') parameter.required = true
    }
  }
  return spec
}
SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  plugins: [
    {
      statePlugins: {
        spec: {
          wrapActions: { updateJsonSpec: (update) => (spec) => update(askMore(spec)) },
          // The browser would follow a redirect by itself, to a host that this page may not reach.
          wrapSelectors: { allowTryItOutFor: () => (_state, path) => path !== '/' },
        },
      },
      wrapComponents: {
        RequestBodyEditor: (Editor, { React }) => (props) => React.createElement(Editor, { ...props, defaultValue: '' }),
      },
    },
  ],
})
`
