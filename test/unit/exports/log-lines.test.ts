import { describe, expect, it } from 'vitest'
import { logLines } from '../../../src-main/services/exports/log-lines.ts'

const lineOf = (eventDetail: object): string =>
  logLines(JSON.stringify({ eventId: 'status_error', timestamp: '2026-11-27T12:00:00Z', eventDetail }))[0]?.text ?? ''

describe('a status request that failed, in the event log', () => {
  it('names the status once when the server says nothing more', () => {
    expect(lineOf({ code: 429, message: 'HTTP 429' })).toBe('The server asks for fewer requests (HTTP 429).')
    expect(lineOf({ code: 500, message: 'HTTP 500' })).toBe('The status request failed with HTTP 500.')
  })

  it('has the words of the server', () => {
    expect(lineOf({ code: 500, message: 'Please try again.' })).toBe(
      'The status request failed with HTTP 500: Please try again.'
    )
  })
})
