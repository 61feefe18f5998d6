// The bill of materials of a package in CycloneDX 1.6. It has no time and no random number, so that the same sources give the
// same file.
import { createHash } from 'node:crypto'

function purl(name, version) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`
}

function hashesOf(integrity) {
  const [, base64] = /^sha512-([A-Za-z0-9+/=]+)$/.exec(integrity ?? '') ?? []
  return base64 === undefined
    ? {}
    : { hashes: [{ alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') }] }
}

/** A single license has an identifier, a choice of several is an expression. */
function licensesOf(license) {
  if (license === undefined) return {}
  return { licenses: [/[ ()]/.test(license) ? { expression: license } : { license: { id: license } }] }
}

export function cyclonedx({ name, version }, components) {
  const listed = components.map((each) => ({
    type: 'library',
    'bom-ref': purl(each.name, each.version),
    name: each.name,
    version: each.version,
    purl: purl(each.name, each.version),
    ...licensesOf(each.license),
    ...hashesOf(each.integrity)
  }))
  const root = { type: 'application', 'bom-ref': purl(name, version), name, version, purl: purl(name, version) }
  const digest = createHash('sha256')
    .update(JSON.stringify([root, listed]))
    .digest('hex')
  const serial = [8, 12, 16, 20, 32].map((end, at, ends) => digest.slice(ends[at - 1] ?? 0, end))
  serial[2] = `5${serial[2].slice(1)}`
  serial[3] = `8${serial[3].slice(1)}`
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${serial.join('-')}`,
    version: 1,
    metadata: { component: { ...root, licenses: [{ license: { id: 'Apache-2.0' } }] } },
    components: listed,
    dependencies: [{ ref: root['bom-ref'], dependsOn: listed.map((each) => each['bom-ref']) }]
  }
}
