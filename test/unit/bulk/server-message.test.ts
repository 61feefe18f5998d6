import { describe, expect, it } from 'vitest'
import { waitReason } from '../../../src-main/bulk/protocol/deferral.ts'
import { readRemovals } from '../../../src-main/bulk/protocol/removals.ts'
import { issuesOf, serverMessage } from '../../../src-main/bulk/protocol/server-message.ts'

describe('what servers say', () => {
  it('is taken from diagnostics, then details, then the code', () => {
    const issue = [
      { severity: 'fatal', code: 'a', diagnostics: 'D' },
      { severity: 'warning', code: 'b', details: { text: 'T' } },
      { code: 'c' }
    ]
    expect(issuesOf({ resourceType: 'OperationOutcome', issue }).map(({ severity, text }) => [severity, text])).toEqual(
      [
        ['error', 'D'],
        ['warning', 'T'],
        ['information', 'c']
      ]
    )
    expect(serverMessage({ status: 502, headers: {}, text: '<html>', json: undefined })).toEqual({
      text: 'HTTP 502',
      transient: false,
      outcome: false
    })
  })
  it('stands apart from why a request is sent again', () => {
    const reasonOf = (status: number, diagnostics?: string): string => {
      const issue = [{ severity: 'error', code: 'throttled', diagnostics }]
      const json = diagnostics === undefined ? undefined : { resourceType: 'OperationOutcome', issue }
      const reply = { status, headers: {}, text: '', json }
      return waitReason(reply, serverMessage(reply), { now: () => 0 })
    }
    expect(reasonOf(429, 'Too many exports today')).toBe(
      'The server asks for fewer requests (HTTP 429). The server says: "Too many exports today"'
    )
    expect(reasonOf(503)).toBe('The server is not available at the moment (HTTP 503).')
    expect(reasonOf(500)).toBe('The server could not begin the export (HTTP 500).')
  })
  it('as removed resources: DELETE entries of Bundles, and nothing else', () => {
    const entry = [
      { request: { method: 'DELETE', url: 'Patient/1' } },
      { request: { method: 'DELETE', url: 'https://example.org/fhir/Condition/a.b-c' } },
      { request: { method: 'PUT', url: 'Patient/2' } }
    ]
    const text = `\uFEFF${JSON.stringify({ resourceType: 'Bundle', entry })}\nnonsense\n`
    expect(readRemovals(text)).toEqual({ keys: ['Patient/1', 'Condition/a.b-c'], unclear: 2 })
  })
})
