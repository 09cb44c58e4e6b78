'use strict';

// Everything is addressed relative to the page: whoever serves it below another path needs to say nothing.
const page = document.getElementById('page');
const readOnly = 'readOnly' in page.dataset;

SwaggerUIBundle({
    domNode: page,
    url: new URL('openapi.json', location.href).href,
    oauth2RedirectUrl: new URL('docs/oauth2-redirect', location.href).href,
    presets: [SwaggerUIBundle.presets.apis],
    layout: 'BaseLayout',
    deepLinking: true,
    docExpansion: readOnly ? 'full' : 'list',
    defaultModelsExpandDepth: 0,
    supportedSubmitMethods: readOnly ? [] : ['get', 'put', 'post', 'delete', 'patch'],
    validatorUrl: null,
});
