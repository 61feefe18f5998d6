import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates, type TLSSocket } from 'node:tls'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createNodeNet } from '../../../src-main/host/node/net.ts'
import type { NetResponse } from '../../../src-main/ports/host.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { testCertificate, type TestCertificate } from '../../support/test-certificate.ts'

/** A server that says which address it was asked for. */
async function echo(name: string): Promise<string> {
  const server = createServer((request, response) => response.end(`${name} ${request.url ?? ''}`))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function textOf({ body }: NetResponse): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

describe('the network of the Node hosts', () => {
  it('goes through the proxy of the environment, and never for this computer', async () => {
    const proxy = await echo('proxy')
    const here = await echo('here')
    const net = createNodeNet({ HTTP_PROXY: proxy })
    const far = await net.send({ method: 'GET', url: 'http://fhir.example.org/metadata' })
    expect(await textOf(far)).toBe('proxy http://fhir.example.org/metadata')
    expect(await textOf(await net.send({ method: 'GET', url: `${here}/metadata` }))).toBe('here /metadata')
  })

  it('shows its client certificate to a server that asks for one', async () => {
    const identity = testCertificate('localhost')
    const address = await mutual(identity)
    const files = written(identity)
    const without = createNodeNet({})
    await expect(without.send({ method: 'GET', url: address })).rejects.toMatchObject({ code: 'network' })
    const net = createNodeNet(files)
    expect(await textOf(await net.send({ method: 'GET', url: address }))).toBe('localhost')
  })

  it('does not start with half a client certificate, or one that does not fit its key', () => {
    const files = written(testCertificate('localhost'))
    const other = written(testCertificate('localhost'))
    expect(() => createNodeNet({ POPULUS_CLIENT_CERT: files.POPULUS_CLIENT_CERT })).toThrow(/belong together/)
    expect(() => createNodeNet({ ...files, POPULUS_CLIENT_KEY: other.POPULUS_CLIENT_KEY })).toThrow(/cannot be used/)
    expect(() => createNodeNet({ ...files, POPULUS_CLIENT_KEY: 'nowhere.pem' })).toThrow(/cannot be used/)
  })
})

/** A server that lets in who shows a certificate of a known issuer, and says whose it is. */
async function mutual({ certificate, key }: TestCertificate): Promise<string> {
  const before = getCACertificates('default')
  setDefaultCACertificates([...before, certificate])
  const options = { cert: certificate, key, ca: certificate, requestCert: true, rejectUnauthorized: true }
  const server = createSecureServer(options, ({ socket }, response) =>
    response.end((socket as TLSSocket).getPeerCertificate().subject.CN)
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    setDefaultCACertificates(before)
    server.closeAllConnections()
    server.close()
  })
  return `https://localhost:${(server.address() as AddressInfo).port}/`
}

function written({ certificate, key }: TestCertificate): Record<'POPULUS_CLIENT_CERT' | 'POPULUS_CLIENT_KEY', string> {
  const folder = temporaryFolder()
  const paths = {
    POPULUS_CLIENT_CERT: join(folder, 'certificate.pem'),
    POPULUS_CLIENT_KEY: join(folder, 'key.pem')
  }
  writeFileSync(paths.POPULUS_CLIENT_CERT, certificate)
  writeFileSync(paths.POPULUS_CLIENT_KEY, key)
  return paths
}
