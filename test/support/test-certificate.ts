import { generateKeyPairSync, sign } from 'node:crypto'

/** A certificate that vouches for itself, and its key; both PEM. */
export interface TestCertificate {
  readonly certificate: string
  readonly key: string
}

/** Makes a certificate for one host name (RFC 5280, ECDSA with P-256), good for a hundred years. */
export function testCertificate(host: string): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(objectId('2a8648ce3d040302'))
  const name = sequence(der(0x31, sequence(objectId('550403'), der(0x0c, Buffer.from(host)))))
  const time = (text: string): Buffer => der(0x18, Buffer.from(text))
  const alternativeName = sequence(objectId('551d11'), octets(sequence(der(0x82, Buffer.from(host)))))
  const authority = sequence(objectId('551d13'), octets(sequence(der(0x01, Buffer.of(0xff)))))
  const body = sequence(
    der(0xa0, integer(2)),
    integer(1),
    algorithm,
    name,
    sequence(time('20260101000000Z'), time('21260101000000Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(alternativeName, authority))
  )
  const signature = der(0x03, Buffer.concat([Buffer.of(0), sign('sha256', body, privateKey)]))
  const lines = sequence(body, algorithm, signature).toString('base64').replace(/.{64}/g, '$&\n')
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  }
}

/** One value of the Distinguished Encoding Rules. */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.of(tag, ...size), content])
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts))
}

function objectId(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'))
}

function octets(content: Buffer): Buffer {
  return der(0x04, content)
}

function integer(value: number): Buffer {
  return der(0x02, Buffer.of(value))
}
