import { expect } from 'vitest'
import { startServer, type RawResponse } from '../support/loopback-server.ts'
import { testImportId, textStream } from '../support/services.ts'

const csp =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** What must not be in an answer to a stranger. */
export const canary = 'Zanzibara Quimbly'
/** A server with one file of people. */
export const withData = () => startServer({ files: [{ name: 'Patient.ndjson', read: () => textStream(canary) }] })

/** Expects the headers of every answer. */
export function expectHeaders({ headers }: RawResponse): void {
  expect(headers).toMatchObject({
    'content-security-policy': csp,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer'
  })
}

/** A one-time address of the file. */
export async function dataUrl(server: Awaited<ReturnType<typeof startServer>>, authorization: string): Promise<string> {
  const { body } = await server.call(authorization, 'imports.stream', { importId: testImportId, file: 0 })
  return (JSON.parse(body) as { value: { url: string } }).value.url
}
