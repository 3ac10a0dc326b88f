// Shows openapi.json of the same place. Nothing else is asked for: no validator, no other host. A key that is typed in stays in the memory of this page.
window.SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#docs',
  presets: [window.SwaggerUIBundle.presets.apis],
  layout: 'BaseLayout',
  validatorUrl: null,
  persistAuthorization: false,
  queryConfigEnabled: false,
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
})
