import { describe, expect, it } from 'vitest'
import { quotedServerText, serverText } from '../../../src-main/auth/server-text.ts'
import { tokenError } from '../../../src-main/auth/token-error.ts'
import { serverMessage } from '../../../src-main/bulk/protocol/server-message.ts'

const said = (status: number, json: unknown) => ({ status, headers: {}, text: JSON.stringify(json), json })

describe('what a server said', () => {
  it('fits on one line, without what could rearrange a terminal, and is bounded', () => {
    expect(serverText('a\u001B[31m\r\nb\u202Ec\u0000 d')).toBe('a [31m b c d')
    expect(serverText('word '.repeat(500))).toHaveLength(300)
    expect(serverText('word '.repeat(500)).endsWith('…')).toBe(true)
    expect(quotedServerText(' \u0007 ')).toBe('')
  })

  it('loses what looks like a token or a secret, and keeps ordinary words', () => {
    const jwt = `eyJhbGciOiJFUzM4NCJ9.${'a1'.repeat(300)}.${'b2'.repeat(60)}`
    expect(serverText(`Client "${jwt}" is unknown`)).toBe('Client "[token]" is unknown')
    expect(serverText(`key ${'A1b2'.repeat(20)} refused`)).toBe('key [removed] refused')
    expect(serverText('bad client_secret=hunter2hunter2!')).not.toContain('hunter2')
    const plain = 'Resources of type "Coverage" do not exist on this server; bearer authentication is required'
    expect(serverText(plain)).toBe(plain)
  })

  it('is part of the sentence about a refused sign-in', () => {
    const description = 'Resources of type "Coverage" do not exist on this server'
    const refused = tokenError(said(400, { error: 'invalid_scope', error_description: description }), Date.now())
    expect(refused.message).toBe(
      `The server refused the permissions that were requested. Ask its administrator for them, or export fewer types. The server says: "Resources of type 'Coverage' do not exist on this server" (invalid_scope, HTTP 400)`
    )
    expect(tokenError(said(400, { error: 'teapot', error_description: 'Short and stout' }), 0).message).toContain(
      'The server says: "Short and stout"'
    )
    expect(tokenError(said(400, {}), 0).message).toContain('did not say why')
    // A page for people, or nothing at all, is the answer of another address.
    for (const status of [200, 404]) expect(tokenError(said(status, {}), 0).message).toContain('no token service')
  })

  it('is a passing fault when the service is overloaded or broken, and final for every other refusal', () => {
    for (const status of [429, 500, 503, 599])
      expect(tokenError(said(status, {}), 0), String(status)).toMatchObject({ code: 'network', retryable: true })
    for (const status of [400, 401, 403, 428, 430, 499])
      expect(tokenError(said(status, {}), 0), String(status)).toMatchObject({ code: 'not-allowed', retryable: false })
  })

  it('of an OperationOutcome is cleaned in the same way', () => {
    const issue = [
      { severity: 'error', code: 'processing', diagnostics: `no\u001B[2J access_token=${'x1'.repeat(40)}` }
    ]
    expect(serverMessage(said(400, { resourceType: 'OperationOutcome', issue })).text).toBe(
      'no [2J access_token [removed]'
    )
  })
})
