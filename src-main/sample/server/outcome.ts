import type { WebResponse } from '../../ports/host.ts'

/** An OperationOutcome as an answer. */
export function outcome(
  status: number,
  code: string,
  diagnostics: string,
  headers: Readonly<Record<string, string>> = {}
): WebResponse {
  return {
    status,
    headers: { 'content-type': 'application/fhir+json', ...headers },
    body: outcomeText('error', code, diagnostics)
  }
}

/** An OperationOutcome as JSON text on one line. */
export function outcomeText(severity: 'error' | 'warning', code: string, diagnostics: string): string {
  return JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ severity, code, diagnostics }] })
}

/** A JSON answer. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): WebResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) }
}
