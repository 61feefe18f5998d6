import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { CompactSign, exportJWK, generateKeyPair } from 'jose'
import { BlobReader, BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { openArchive } from '#engine/base/source/archive.ts'
import { readElmLibrary } from '#engine/cql/elm/library/elm-library.ts'
import { completeCql, cqlDeclarations, cqlIncludes } from '#engine/cql/translate/complete-cql.ts'
import { readContentFile } from '#engine/measures/content/content-file.ts'
import { readConceptMap } from '#engine/measures/content/read-concept-map.ts'
import { checkDefinition } from '#engine/views/check-definition.ts'
import { compileView } from '#engine/views/compile-view.ts'
import type { ViewDefinition } from '#engine/views/view-definition.ts'
import { AppError } from '#shared/app-error.ts'
import { parseDeepLink } from '#shared/contract/deep-link.ts'
import { readPublisherFile } from '#shared/governance/file-signature.ts'
import { effectivePolicies } from '#shared/policy/effective-policies.ts'
import { policies } from '#shared/policy/policies.ts'
import { readIdentity } from '../../../src-main/auth/identity-token.ts'
import { checkHostedJwks } from '../../../src-main/auth/public-jwks.ts'
import { makeSigningKey, readSigningKey, writeSigningKey, type SigningKey } from '../../../src-main/auth/signing-key.ts'
import { readManifest } from '../../../src-main/bulk/protocol/manifest.ts'
import type { NetPort } from '../../../src-main/ports/host.ts'
import { readAuditRecord } from '../../../src-main/services/audit/record-chain.ts'
import {
  checkSignature,
  digestOfFile,
  makePublisherKey,
  readPublisherKey,
  signDigest
} from '../../../src-main/services/publishers/file-signature.ts'
import { readFeed } from '../../../src-main/services/updates/read-feed.ts'
import { testAudit } from '../../support/audit.ts'
import { bytesOf, streamOf } from '../../support/byte-stream.ts'
import { loadFiles } from '../../support/load-store.ts'
import { mutatedBytes, mutatedJson } from '../../support/mutate-bytes.ts'
import { budgeted, fc } from '../../support/property.ts'
import { opened, sealed } from '../../support/sealed-memory.ts'

/** Cases of each parser: a few hundred milliseconds for all, or as many as POPULUS_FUZZ_RUNS says. */
const numRuns = (usual: number): number => {
  const wanted = process.env['POPULUS_FUZZ_RUNS']
  return wanted === undefined || wanted === '' ? budgeted(usual) : Number(wanted)
}

const resources = join(import.meta.dirname, '../../../resources')
const json = (path: string): unknown => JSON.parse(readFileSync(join(resources, path), 'utf8'))

/** Takes the result or an AppError with a sentence; anything else is a defect of the parser. */
async function holds(parse: () => unknown): Promise<void> {
  try {
    await parse()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    expect(error.message).toMatch(/^[A-Z“0-9].*[.?!”)]$/s)
  }
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
}

function bytesHold(seeds: readonly Uint8Array[], parse: (bytes: Uint8Array) => unknown, runs: number): Promise<void> {
  return fc.assert(
    fc.asyncProperty(mutatedBytes(seeds), (bytes) => holds(() => parse(bytes))),
    { numRuns: numRuns(runs) }
  )
}

function jsonHolds(seeds: readonly unknown[], parse: (value: unknown) => unknown, runs: number): Promise<void> {
  return fc.assert(
    fc.asyncProperty(mutatedJson(seeds), (value) => holds(() => parse(value))),
    { numRuns: numRuns(runs) }
  )
}

const patient = { resourceType: 'Patient', id: 'p1', meta: { security: [{ code: 'R' }] }, birthDate: '1970-01-01' }
const condition = {
  resourceType: 'Condition',
  id: 'c1',
  subject: { reference: 'Patient/p1' },
  code: { coding: [{ system: 'http://snomed.info/sct', code: '44054006' }] }
}
const lines = bytesOf(`${JSON.stringify(patient)}\n${JSON.stringify(condition)}\n`)
const bundle = bytesOf(
  JSON.stringify({
    resourceType: 'Bundle',
    type: 'collection',
    entry: [{ resource: patient }, { resource: condition }]
  })
)
const conceptMap = {
  resourceType: 'ConceptMap',
  group: [
    {
      source: 'http://hl7.org/fhir/sid/ndc',
      target: 'http://www.nlm.nih.gov/research/umls/rxnorm',
      element: [{ code: '00002143380', target: [{ code: '123', equivalence: 'equivalent' }] }]
    }
  ]
}

async function zipOf(files: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const writer = new ZipWriter(new BlobWriter())
  for (const [name, text] of Object.entries(files)) await writer.add(name, new TextReader(text))
  return new Uint8Array(await (await writer.close()).arrayBuffer())
}

const workbook = {
  '[Content_Types].xml': '<Types/>',
  'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="Codes" sheetId="1" r:id="rId1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels':
    '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
  'xl/sharedStrings.xml': '<sst><si><t>list</t></si><si><t>code</t></si></sst>',
  'xl/worksheets/sheet1.xml':
    '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row></sheetData></worksheet>'
}
const vsac =
  '<ns0:RetrieveMultipleValueSetsResponse xmlns:ns0="urn:ihe:iti:svs:2008"><ns0:DescribedValueSet ID="2.16.840.1" displayName="A" version="1"><ns0:ConceptList><ns0:Concept code="1" codeSystem="2.16.840.1.113883.6.96" displayName="One"/></ns0:ConceptList></ns0:DescribedValueSet></ns0:RetrieveMultipleValueSetsResponse>'

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

describe('bytes from outside give a result or a sentence', () => {
  let zip: Uint8Array
  let xlsx: Uint8Array
  let key: SigningKey

  beforeAll(async () => {
    zip = await zipOf({ 'Patient.ndjson': `${JSON.stringify(patient)}\n`, 'a/b.json': '{}' })
    xlsx = await zipOf(workbook)
    key = await makeSigningKey('ES384')
  })

  it('NDJSON, Bundles and gzip of both', async () => {
    const seeds = [lines, bundle, gzipSync(lines), gzipSync(bundle)]
    await bytesHold(seeds, (content) => loadFiles([{ name: 'a.ndjson', content }]), 12)
  })

  it('zip archives', async () => {
    await bytesHold(
      [zip],
      async (bytes) => {
        const archive = await openArchive(new BlobReader(new Blob([bytes as Uint8Array<ArrayBuffer>])))
        for (const { path } of archive.list().entries) await new Response(archive.open(path)).arrayBuffer()
      },
      150
    )
  })

  it('manifests of exports', async () => {
    const manifest = {
      transactionTime: '2026-01-01T00:00:00Z',
      request: 'https://a.example/$export',
      requiresAccessToken: 'true',
      output: [{ type: 'Patient', url: 'https://a.example/f?x=1', count: 3 }],
      deleted: [{ type: 'Bundle', url: '/d' }],
      error: [{ type: 'OperationOutcome', url: 'e.ndjson', fileSize: 4 }],
      link: [{ relation: 'next', url: '?page=2' }]
    }
    await jsonHolds([manifest], (value) => readManifest(value, 'https://a.example/status'), 400)
  })

  it('key sets and keys', async () => {
    const hosted = bytesOf(JSON.stringify({ keys: [key.publicJwk] }))
    const net = (body: Uint8Array): NetPort =>
      ({ send: async () => ({ status: 200, headers: {}, body: streamOf([body]) }) }) as unknown as NetPort
    await bytesHold([hosted], (bytes) => checkHostedJwks(net(bytes), 'https://a.example/jwks', key), 100)
    await bytesHold([bytesOf(writeSigningKey(key))], (bytes) => readSigningKey(Buffer.from(bytes).toString()), 60)
  })

  it('identity tokens, the keys of their servers, and signed claims of any kind', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256')
    const hosted = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }] }
    const read = (token: string, keys: Uint8Array): Promise<unknown> =>
      readIdentity(token, {
        net: { send: async () => ({ status: 200, headers: {}, body: streamOf([keys]) }) } as unknown as NetPort,
        clock: { now: () => 1_000_000 },
        issuer: 'https://a.example',
        jwksUri: 'https://a.example/jwks',
        clientId: 'c',
        nonce: 'n'
      })
    const claims = { iss: 'https://a.example', aud: 'c', sub: 's', iat: 1000, exp: 2000, nonce: 'n', name: 'N' }
    const header = { alg: 'ES256', kid: 'k' }
    const tokenOf = (payload: Uint8Array): Promise<string> =>
      new CompactSign(payload).setProtectedHeader(header).sign(privateKey)
    const [token, keys] = [await tokenOf(bytesOf(JSON.stringify(claims))), bytesOf(JSON.stringify(hosted))]
    expect(await read(token, keys)).toEqual({ subject: 's', name: 'N' })
    const [point] = hosted.keys
    const beside = { keys: [{ ...point, y: point!.x }] }
    await expect(read(token, bytesOf(JSON.stringify(beside)))).rejects.toMatchObject({ code: 'not-allowed' })
    await bytesHold([bytesOf(token)], (bytes) => read(latin1(bytes), keys), 100)
    await bytesHold([keys], (bytes) => read(token, bytes), 100)
    await jsonHolds([hosted], (value) => read(token, bytesOf(JSON.stringify(value) ?? '')), 100)
    await jsonHolds([claims], async (value) => read(await tokenOf(bytesOf(JSON.stringify(value) ?? '')), keys), 100)
  })

  it('CQL', async () => {
    const cql =
      "library A version '1'\nusing FHIR version '4.0.1'\ninclude B called C\nvalueset \"V\": 'urn:x'\ndefine X: exists [Condition: \"V\"] c where c.onset before @2026-01-01"
    await bytesHold(
      [bytesOf(cql)],
      (bytes) => {
        const text = Buffer.from(bytes).toString()
        cqlDeclarations(text)
        cqlIncludes(text)
        completeCql(text, Math.floor(text.length / 2), { libraries: {}, valueSets: [], types: [] })
        return readContentFile('a.cql', bytes)
      },
      300
    )
  })

  it('ELM', async () => {
    const [name] = readdirSync(join(resources, 'measures/core'), { recursive: true })
      .map(String)
      .filter((path) => path.endsWith('.elm.json'))
    const elm = readFileSync(join(resources, 'measures/core', name!))
    await jsonHolds([JSON.parse(elm.toString())], readElmLibrary, 25)
    await bytesHold(
      [elm.subarray(0, 4000), bytesOf('{"library":{"identifier":{"id":"A"},"statements":{"def":[]}}}')],
      (bytes) => readContentFile('a.json', bytes),
      60
    )
  })

  it('ViewDefinitions', async () => {
    const views = ['views/r4/condition.json', 'views/r4/consent-provision.json', 'views/r4/patient.json'].map(json)
    await jsonHolds(
      views,
      (value) => {
        checkDefinition(value)
        return compileView(value as ViewDefinition)
      },
      120
    )
  })

  it('ConceptMaps', async () => {
    await jsonHolds([conceptMap], (value) => readConceptMap(value as never), 300)
    await jsonHolds([conceptMap], (value) => readContentFile('a.json', bytesOf(JSON.stringify(value) ?? '')), 100)
  })

  it('workbooks', async () => {
    await bytesHold([xlsx], (bytes) => readContentFile('a.xlsx', bytes), 80)
    await fc.assert(
      fc.asyncProperty(
        mutatedBytes([bytesOf(workbook['xl/worksheets/sheet1.xml']), bytesOf(workbook['xl/sharedStrings.xml'])]),
        async (sheet) => {
          const text = Buffer.from(sheet).toString()
          const bytes = await zipOf({ ...workbook, 'xl/worksheets/sheet1.xml': text, 'xl/sharedStrings.xml': text })
          await holds(() => readContentFile('a.xlsx', bytes))
        }
      ),
      { numRuns: numRuns(40) }
    )
  })

  it('value sets of VSAC, and tables', async () => {
    const table = 'list,system,code,display\nA,http://loinc.org,1-1,"One, two"\n'
    await bytesHold([bytesOf(vsac)], (bytes) => readContentFile('a.xml', bytes), 300)
    await bytesHold([bytesOf(table)], (bytes) => readContentFile('a.csv', bytes), 300)
  })

  it('policies', async () => {
    const values = Object.fromEntries(Object.entries(policies).map(([name, { example }]) => [name, example]))
    await jsonHolds(
      [values],
      (value) =>
        effectivePolicies([{ place: 'test', level: 'enforced', values: (value ?? {}) as Record<string, unknown> }]),
      300
    )
  })

  it('signatures of files, and keys of publishers', async () => {
    const file = digestOfFile(bytesOf('a pack'))
    const { text, key } = makePublisherKey()
    const signature = signDigest(file, readPublisherKey(text), 0)
    const publishers = [{ name: 'Network', key }]
    await bytesHold([bytesOf(signature)], (bytes) => checkSignature(file, latin1(bytes), publishers), 400)
    await bytesHold([bytesOf(text)], (bytes) => readPublisherKey(latin1(bytes)), 200)
    await jsonHolds([JSON.parse(text)], (value) => readPublisherKey(JSON.stringify(value)), 200)
    const entry = JSON.stringify({ name: 'Network', key })
    await bytesHold([bytesOf(entry), bytesOf(key)], (bytes) => readPublisherFile(latin1(bytes)), 200)
    await jsonHolds([JSON.parse(entry)], (value) => readPublisherFile(JSON.stringify(value)), 200)
  })

  it('feeds of updates, also those that were signed', async () => {
    const { text, key } = makePublisherKey()
    const keys = [{ name: 'IT department', key }]
    const feed = {
      format: 'populus-update-1',
      version: '2.0.0-beta.1',
      issuedAt: '2026-11-28T00:00:00Z',
      expiresAt: '2026-12-28T00:00:00Z',
      packages: [{ name: 'populus.deb', platform: 'linux', arch: 'x64', bytes: 7, sha512: '0'.repeat(128) }]
    }
    const installed = { version: '1.0.0', platform: 'linux', arch: 'x64' }
    const times = { now: Date.UTC(2026, 11, 1), seen: 0 }
    const read = (bytes: Uint8Array) =>
      readFeed(bytes, signDigest(digestOfFile(bytes), readPublisherKey(text), 0), keys, installed, times)
    expect(read(bytesOf(JSON.stringify(feed))).packages).toHaveLength(1)
    await bytesHold([bytesOf(JSON.stringify(feed))], read, 300)
    await jsonHolds([feed], (value) => read(bytesOf(JSON.stringify(value) ?? '')), 300)
  })

  it('records of the audit log', async () => {
    const log = testAudit()
    const port = await log.open()
    await port.record({ action: 'data.opened', outcome: 'success', facts: { files: 1 } })
    const [line] = log.lines()
    await bytesHold([bytesOf(line!)], (bytes) => readAuditRecord(Buffer.from(bytes).toString()), 400)
  })

  it('links from outside, of which each that is taken is in its plain form', () => {
    const seeds = ['populus://screen/measures', 'populus://patient/p-1.2', 'populus://callback?code=a&state=b'].map(
      bytesOf
    )
    fc.assert(
      fc.property(mutatedBytes(seeds), (bytes) => {
        const text = Buffer.from(bytes).toString()
        const link = parseDeepLink(text)
        if (link === undefined) return
        const plain =
          link.kind === 'sign-in'
            ? `populus://callback?${link.answer}`
            : `populus://${link.kind}/${link.kind === 'screen' ? link.screen : link.id}`
        expect([plain, `${plain}/`, plain.replace('callback?', 'callback/?')]).toContain(text)
        expect(plain).toMatch(/^[\x21-\x7e]+$/)
      }),
      { numRuns: numRuns(500) }
    )
  })

  it('sealed files', async () => {
    const context = { key: Buffer.alloc(32, 7), purpose: 'test' }
    const file = await sealed([bytesOf('one'), bytesOf('two')], context)
    await bytesHold([file], (bytes) => opened(bytes, context), 150)
  })
})
