import { describe, expect, it } from 'vitest'
import { tokenError } from '../../../src-main/auth/token-error.ts'
import { serverMessage, serverRefusal } from '../../../src-main/bulk/protocol/server-message.ts'
import { exportProblem } from '../../../src-main/services/exports/export-problem.ts'

function reply(status: number, json: unknown) {
  return { status, headers: {}, text: '', json }
}

describe('what a failed export says', () => {
  it('keeps the words of a server that refuses the sign-in apart from what happened', () => {
    const refused = reply(400, { error: 'invalid_client', error_description: 'Unknown client: "abc". Register it.' })
    const { what, server } = exportProblem('not-allowed', tokenError(refused, 0).message)
    expect(server).toBe("Unknown client: 'abc'. Register it.")
    expect(what).toMatch(/^The server does not accept this client\. .* \(invalid_client, HTTP 400\)$/)
    expect(what).not.toContain('says')
  })

  it('keeps the words of an OperationOutcome apart', () => {
    const outcome = {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', diagnostics: 'Group 7: unknown' }]
    }
    const text = serverRefusal('The server has no such export or group', serverMessage(reply(404, outcome)))
    expect(text).toBe('The server has no such export or group. The server says: "Group 7: unknown"')
    expect(exportProblem('not-supported', text)).toMatchObject({
      what: 'The server has no such export or group.',
      server: 'Group 7: unknown'
    })
  })

  it('gives no words to a server that said nothing', () => {
    const text = serverRefusal('The server could not start the export', serverMessage(reply(502, undefined)))
    expect(exportProblem('network', text)).toMatchObject({ what: 'The server could not start the export (HTTP 502).' })
    expect(exportProblem('network', text)).not.toHaveProperty('server')
  })

  it('takes a colon in our own sentence for no words of the server', () => {
    const text = 'The export folder cannot be written: no space is left.'
    expect(exportProblem('out-of-space', text)).toMatchObject({ what: text })
    expect(exportProblem('out-of-space', text)).not.toHaveProperty('server')
  })
})
