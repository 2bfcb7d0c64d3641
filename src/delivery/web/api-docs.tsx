import { renderToString } from 'preact-render-to-string';
import type { Content, OpenApiDocument, Operation, Parameter } from './openapi.ts';
import { reasonsWithWords } from './problems.ts';

/** The contract as one page for people: no script, nothing from elsewhere. */
export function renderApiDocs(document: OpenApiDocument, nonce: string): string {
  return `<!doctype html>${renderToString(<ApiDocs document={document} nonce={nonce} />)}`;
}

interface Listed {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

function ApiDocs({ document, nonce }: { document: OpenApiDocument; nonce: string }) {
  const listed: readonly Listed[] = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Atenta API</title>
        <link rel="icon" href="data:," />
        <style nonce={nonce}>{styles}</style>
      </head>
      <body>
        <header>
          <h1>Atenta API</h1>
          <p>
            {listed.length} operations. The same as a file:{' '}
            <a href="/api/openapi.json">OpenAPI 3.1</a>. Programs send{' '}
            <code>Authorization: Bearer</code> with an API key; bodies and answers are JSON; every
            other answer is a <a href="#problems">problem</a>.
          </p>
          <nav aria-label="Groups">
            {document.tags.map(({ name }) => (
              <a key={name} href={`#${name}`}>
                {name}
              </a>
            ))}
            <a href="#problems">problems</a>
          </nav>
        </header>
        <main>
          {document.tags.map(({ name }) => (
            <section key={name} id={name}>
              <h2>{name}</h2>
              {listed
                .filter(({ operation }) => operation.tags.includes(name))
                .map((item) => (
                  <OperationView key={item.operation.operationId} {...item} document={document} />
                ))}
            </section>
          ))}
          <section id="problems">
            <h2>problems</h2>
            <p>
              <code>application/problem+json</code> (RFC 9457). <code>reason</code> is stable;{' '}
              <code>title</code> and <code>detail</code> are in the reader's language. With{' '}
              <code>clause</code> it is the agreement that refuses.
            </p>
            <dl>
              {reasonsWithWords().map(({ reason, happened, next }) => (
                <div key={reason} id={`problem-${reason}`}>
                  <dt>
                    <code>{reason}</code>
                  </dt>
                  <dd>
                    {happened} {next}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        </main>
      </body>
    </html>
  );
}

function OperationView({
  method,
  path,
  operation,
  document,
}: Listed & { document: OpenApiDocument }) {
  const { operationId, summary, parameters, requestBody, responses } = operation;
  const roles = operation['x-roles'];
  return (
    <article id={operationId}>
      <h3>
        <span class="method">{method.toUpperCase()}</span> <code>{path}</code>
      </h3>
      <p>
        {summary}.{' '}
        <span class="roles">{roles.includes('anonymous') ? 'anyone' : roles.join(', ')}</span>
      </p>
      {parameters.length > 0 && <Parameters parameters={parameters} />}
      {requestBody !== undefined && (
        <details>
          <summary>Body</summary>
          <pre>{printed(requestBody, document)}</pre>
        </details>
      )}
      <details>
        <summary>Answer {Object.keys(responses).find((status) => status !== 'default')}</summary>
        <pre>{printed(Object.values(responses)[0], document)}</pre>
      </details>
    </article>
  );
}

const Parameters = ({ parameters }: { parameters: readonly Parameter[] }) => (
  <table>
    <thead>
      <tr>
        <th scope="col">parameter</th>
        <th scope="col">in</th>
        <th scope="col">shape</th>
      </tr>
    </thead>
    <tbody>
      {parameters.map((parameter) => (
        <tr key={parameter.name}>
          <td>
            <code>{parameter.name}</code>
            {parameter.required ? ' (required)' : ''}
          </td>
          <td>{parameter.in}</td>
          <td>
            <code>{JSON.stringify(parameter.schema)}</code>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

/** The schema of a body or an answer; a named one is shown as what it stands for. */
function printed(content: Content | undefined, document: OpenApiDocument): string {
  const schema = Object.values(content?.content ?? {})[0]?.schema;
  if (schema === undefined) return 'No content';
  const reference = schema['$ref'];
  const name = typeof reference === 'string' ? reference.split('/').at(-1) : undefined;
  const shown = name === undefined ? schema : document.components.schemas[name];
  return JSON.stringify(shown, null, 2);
}

const styles = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
nav a, main a { padding: .25rem 0; }
h2 { margin: 3rem 0 .5rem; text-transform: capitalize; }
article { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: .75rem 0; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
article p { margin: .25rem 0; }
.method { font-weight: 700; font-size: .8rem; letter-spacing: .04em; }
.roles { opacity: .75; }
code, pre { font-family: ui-monospace, monospace; font-size: .85rem; overflow-wrap: anywhere; }
pre { max-height: 24rem; overflow: auto; padding: .75rem; background: color-mix(in srgb, currentColor 6%, transparent); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .2rem .75rem .2rem 0; font-size: .9rem; }
dt { margin-top: .75rem; }
dd { margin: 0; }
summary { cursor: pointer; padding: .25rem 0; }
`;
