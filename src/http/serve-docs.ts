import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { HttpApp } from './http-env.ts';
import { toOpenApiDocument } from './openapi-document.ts';

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Confidant API</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/docs/swagger-ui.css">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/show.js"></script>
  </body>
</html>
`;

/** `validatorUrl: null` keeps the page from asking an outside service about the document. */
const script = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  layout: 'BaseLayout',
  presets: [SwaggerUIBundle.presets.apis],
});
`;

const assets = { '/docs/swagger-ui.css': 'text/css', '/docs/swagger-ui-bundle.js': 'text/javascript' } as const;

/** `/docs` and what it loads, from files that came with the appliance: the page makes no outside request. */
export function serveDocs(app: HttpApp): void {
  let documentText: string | undefined;
  app.get('/openapi.json', function serveDocument(c) {
    // Made when somebody asks: it costs more than the rest of the start.
    documentText ??= JSON.stringify(toOpenApiDocument(app));
    return c.body(documentText, 200, { 'Content-Type': 'application/json' });
  });
  app.get('/docs', (c) => c.html(page));
  app.get('/docs/show.js', (c) => c.body(script, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }));
  const { resolve } = createRequire(import.meta.url);
  for (const [path, type] of Object.entries(assets)) {
    const file = path.replace('/docs/', 'swagger-ui-dist/');
    app.get(path, async function serveDocsFile(c) {
      return c.body(await readFile(resolve(file), 'utf8'), 200, { 'Content-Type': `${type}; charset=utf-8` });
    });
  }
}
