import { describe, expect, it } from 'vitest'
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
