import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { createServer as createSocketServer, type AddressInfo, type Server } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { networkFailure } from '../../../src-main/host/network/network-failure.ts'
import { createNodeNet } from '../../../src-main/host/node/net.ts'
import { errorFacts } from '../../../src-main/log/error-facts.ts'
import { redact } from '../../../src-main/log/redact.ts'
import { testCertificate } from '../../support/test-certificate.ts'

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

async function closedPort(): Promise<number> {
  const server = createSocketServer()
  const port = await listening(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function failing(url: string, env: NodeJS.ProcessEnv = {}, idleMs?: number): Promise<AppError> {
  const request = { method: 'GET' as const, url, ...(idleMs === undefined ? {} : { idleMs }) }
  const error: unknown = await createNodeNet(env)
    .send(request)
    .then(
      () => undefined,
      (failure: unknown) => failure
    )
  if (!(error instanceof AppError)) throw new Error('it did not fail')
  expect(error).toMatchObject({ code: 'network', retryable: true })
  // The cause reaches the log as a code that is let through.
  const { systemCode } = errorFacts(error)
  expect(systemCode === undefined ? undefined : redact(systemCode)).toBe(systemCode)
  return error
}

describe('a failure of the network', () => {
  it('says that the server refuses connections', async () => {
    const port = await closedPort()
    const { message } = await failing(`http://127.0.0.1:${port}/`)
    expect(message).toContain(`127.0.0.1:${port} refuses connections (ECONNREFUSED).`)
  })

  it('says that there is no such name', async () => {
    const { message } = await failing('https://no-such-host.invalid/')
    expect(message).toMatch(/^no-such-host\.invalid has no address: (DNS does not know|the DNS server)/)
  })

  it('says that nothing came in time', async () => {
    const port = await listening(createSocketServer())
    expect((await failing(`http://127.0.0.1:${port}/`, {}, 50)).message).toContain('did not answer in time (ETIMEDOUT)')
  })

  it('names the issuer of a certificate that is not trusted, and the reason', async () => {
    const { certificate, key } = testCertificate('localhost')
    const port = await listening(createSecureServer({ cert: certificate, key }))
    const { message } = await failing(`https://localhost:${port}/`)
    expect(message).toMatch(
      new RegExp(
        `^The certificate of localhost:${port} \\(issued by "[^"]+"\\) is not trusted: it is self-signed \\(DEPTH_`
      )
    )
  })

  it('tells http and https apart', async () => {
    const plain = await listening(createServer((_, response) => response.end()))
    expect((await failing(`https://127.0.0.1:${plain}/`)).message).toContain('does not speak TLS at this port')
    const { certificate, key } = testCertificate('localhost')
    const secure = await listening(createSecureServer({ cert: certificate, key }))
    expect((await failing(`http://127.0.0.1:${secure}/`)).message).toMatch(
      /plain HTTP at this port|closed the connection/
    )
  })

  it('blames the proxy for what the proxy does', async () => {
    const dead = await closedPort()
    const env = { HTTPS_PROXY: `http://127.0.0.1:${dead}` }
    expect((await failing('https://fhir.example.org/', env)).message).toContain(
      `The proxy 127.0.0.1:${dead} refuses connections (ECONNREFUSED).`
    )
    const strict = createServer()
    strict.on('connect', (_, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'))
    const port = await listening(strict)
    expect((await failing('https://fhir.example.org/', { HTTPS_PROXY: `http://127.0.0.1:${port}` })).message).toMatch(
      /^The proxy 127\.0\.0\.1:\d+ asks for a user name and a password \(HTTP 407\)/
    )
  })

  it('of Chromium is told in the same words', () => {
    const url = new URL('https://fhir.example.org/r4')
    const of = (code: string): string => networkFailure(new Error(code), code, { url }).message
    expect(of('ERR_NAME_NOT_RESOLVED')).toContain('fhir.example.org has no address')
    expect(of('ERR_CERT_AUTHORITY_INVALID')).toContain('The certificate of fhir.example.org is not trusted')
    expect(of('ERR_PROXY_CONNECTION_FAILED')).toContain('The proxy of this computer cannot be reached')
    expect(of('ERR_SSL_PROTOCOL_ERROR')).toContain('does not speak TLS')
    expect(of('ERR_SOMETHING_NEW')).toContain('failed to answer, or the connection was cut (ERR_SOMETHING_NEW)')
  })
})

describe('every request', () => {
  it('names the program and its version', async () => {
    const agents: (string | undefined)[] = []
    const port = await listening(
      createServer(({ headers }, response) => {
        agents.push(headers['user-agent'])
        response.end()
      })
    )
    const { body } = await createNodeNet({}).send({ method: 'GET', url: `http://127.0.0.1:${port}/` })
    for await (const _ of body);
    expect(agents[0]).toMatch(/^Populus\/\d+\.\d+\.\d+/)
  })
})
