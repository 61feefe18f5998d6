import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { signedThings } from '#shared/governance/file-signature.ts'
import type { AuditRow } from '#shared/audit-record.ts'
import { runCommandLine } from '../../src-main/cli/command-line.ts'
import { listRecords } from '../../src-main/services/audit/list-records.ts'
import {
  digestOfFile,
  makePublisherKey,
  readPublisherKey,
  signDigest
} from '../../src-main/services/publishers/file-signature.ts'
import { definitionLimit } from '../../src-renderer/state/files/chosen-file.ts'
import { readSignedFiles } from '../../src-renderer/state/governance/signed-files.ts'
import { openDraftStore } from '../../src-main/services/drafts/draft-store.ts'
import { testKeyring } from '../support/audit.ts'
import { memoryLog } from '../support/memory-log.ts'
import { managedBy } from '../support/policies.ts'
import { fc } from '../support/property.ts'
import { testServices } from '../support/services.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// Tables that decide about figures are used only as a trusted publisher signed them, where the policies ask for that.

const publisher = makePublisherKey()
const policies = managedBy({
  RequireSignedPacks: true,
  TrustedPublishers: [{ name: 'Quality Network', key: publisher.key }]
})
const sign = (bytes: Uint8Array): string => signDigest(digestOfFile(bytes), readPublisherKey(publisher.text), 0)
const table = Buffer.from('hcpcs\nG0438\nG0439\n')

describe('the window', () => {
  const page = () => {
    const { dispatch, audited } = testServices(temporaryFolder(), { host: { policies } })
    const call = async (name: string, input: unknown): Promise<never> => {
      const reply = await dispatch(name, input, { windowId: 1 })
      if (reply.ok) return reply.value as never
      throw Object.assign(new Error(reply.error.message), { code: reply.error.code })
    }
    return { transport: { call }, audited }
  }
  const chosen = (name: string, bytes: Uint8Array | string) =>
    new File([typeof bytes === 'string' ? bytes : Buffer.from(bytes)], name)

  it.each(signedThings)('reads %s with a signature next to it, and records what it says', async (what) => {
    const { transport, audited } = page()
    const files = [chosen('table.csv', table), chosen('table.csv.sig', sign(table))]
    expect(await readSignedFiles(transport, what, files, definitionLimit)).toMatchObject([
      { name: 'table.csv', text: table.toString(), verdict: { state: 'trusted', publisher: 'Quality Network' } }
    ])
    await expect(readSignedFiles(transport, what, files.slice(0, 1), definitionLimit)).rejects.toMatchObject({
      code: 'not-allowed'
    })
    expect(audited).toMatchObject([
      { action: 'content.verified', outcome: 'success', facts: { what, sha256: digestOfFile(table).sha256 } },
      {
        action: 'content.verified',
        outcome: 'failure',
        facts: { policy: 'RequireSignedPacks', sha256: digestOfFile(table).sha256 }
      }
    ])
  })

  it('takes no other bytes than those that were signed', async () => {
    const { transport, audited } = page()
    await fc.assert(
      fc.asyncProperty(fc.nat(table.length - 1), fc.integer({ min: 1, max: 255 }), async (index, flip) => {
        const changed = Buffer.from(table)
        changed[index]! ^= flip
        const files = [chosen('a.csv', changed), chosen('a.csv.sig', sign(table))]
        await expect(readSignedFiles(transport, 'risk-tables', files, definitionLimit)).rejects.toMatchObject({
          code: 'invalid-input'
        })
        expect(audited.at(-1)).toEqual({
          action: 'content.verified',
          outcome: 'failure',
          facts: { code: 'invalid-input', sha256: digestOfFile(changed).sha256 }
        })
      })
    )
  })

  it('pairs each file with its own signature, and leaves none without its file', async () => {
    const { transport } = page()
    const second = Buffer.from('member\nx\n')
    const [a, b] = [chosen('a.csv', table), chosen('b.csv', second)]
    const [signA, signB] = [chosen('a.csv.sig', sign(table)), chosen('b.csv.sig', sign(second))]
    expect(await readSignedFiles(transport, 'risk-tables', [signB, a, signA, b], definitionLimit)).toHaveLength(2)
    await expect(
      readSignedFiles(transport, 'risk-tables', [a, b, chosen('a.csv.sig', sign(second)), signB], definitionLimit)
    ).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(
      readSignedFiles(transport, 'risk-tables', [a, b, signA, chosen('c.csv.sig', 'x')], definitionLimit)
    ).rejects.toThrow('c.csv.sig')
    await expect(readSignedFiles(transport, 'risk-tables', [signA], definitionLimit)).rejects.toThrow('a.csv.sig')
  })
})

describe('what the page saves', () => {
  const services = () => {
    const folder = temporaryFolder()
    const drafts = openDraftStore({
      folder: join(folder, 'drafts'),
      keyring: testKeyring(),
      clock: { now: Date.now },
      log: memoryLog(),
      author: 'eve'
    })
    const { dispatch, audited } = testServices(folder, { drafts, host: { policies } })
    const answer = async (name: string, input: unknown) => {
      const reply = await dispatch(name, input, { windowId: 1 })
      return reply.ok ? 'ok' : reply.error.message
    }
    const check = (what: string, bytes: Uint8Array) =>
      answer('publishers.check', { what, ...digestOfFile(bytes), signature: sign(bytes) })
    return { answer, check, drafts, audited }
  }
  const refusal = expect.stringContaining('which is not a file whose signature was verified') as unknown
  const marked = Buffer.from(`\uFEFF${table.toString()}`)

  it('of cut points are the bytes that were verified, and no others', async () => {
    const { answer, check, audited } = services()
    const save = (...texts: readonly string[]) =>
      answer('settings.set', { starTables: texts.map((text, index) => ({ name: `table ${index}`, text })) })
    expect(await save(table.toString())).toEqual(refusal)
    expect(audited.at(-1)).toMatchObject({ outcome: 'failure', facts: { policy: 'RequireSignedPacks' } })
    // Verified as something else.
    expect(await check('benchmarks', table)).toBe('ok')
    expect(await save(table.toString())).toEqual(refusal)
    expect(await check('cut-points', table)).toBe('ok')
    expect(await save(`${table.toString()} `)).toEqual(refusal)
    expect(await save(table.toString())).toBe('ok')
    // What is stored stays, next to others that have to be verified; a file with the mark of its encoding is read without it.
    expect(await save(table.toString(), 'other')).toEqual(refusal)
    const other = Buffer.from('\uFEFFother')
    expect(await check('cut-points', other)).toBe('ok')
    expect(await save(table.toString(), 'other')).toBe('ok')
    expect(await save()).toBe('ok')
  })

  it('of tables of risk is one that was verified, as soon as all of its parts are there', async () => {
    const { answer, check, drafts } = services()
    const id = digestOfFile(table).sha256
    const name = `risk-table-${id.slice(0, 16)}-`
    const parts = (content: string) => {
      const text = JSON.stringify({ name: 'table.csv', text: content })
      return [text.slice(0, 40), text.slice(40)].map((piece, part) => ({
        name: `${name}${part}`,
        text: JSON.stringify({ format: 1, value: { id, part, parts: 2, text: piece } })
      }))
    }
    const save = (content: string, order: readonly number[]) =>
      Promise.all(order.map((index) => answer('drafts.save', parts(content)[index])))
    const wrong = await save('hcpcs\nG0438\nX0000\n', [0, 1])
    expect(wrong).toEqual(['ok', refusal])
    expect(await drafts.list()).toHaveLength(1)
    expect(await check('risk-tables', marked)).toBe('ok')
    expect(await answer('drafts.save', parts(table.toString())[1])).toBe('ok')
    // Another beginning for an end that fits.
    const saved = (await drafts.list())?.map(({ name: each, savedAt }) => [each, savedAt] as const) ?? []
    const replaces = new Map(saved)
    const [first] = parts(`x${table.toString()}`)
    expect(await answer('drafts.save', { ...first!, replaces: replaces.get(`${name}0`) })).toEqual(refusal)
    // Other drafts are no files.
    expect(await answer('drafts.save', { name: 'sql', text: 'select 1' })).toBe('ok')
  })
})

describe('commands', () => {
  async function run(words: readonly string[], data: string) {
    let said = ''
    const code = await runCommandLine(words, {
      out: (text) => void (said += text),
      err: (text) => void (said += text),
      terminal: false,
      policies,
      resources: join(process.cwd(), 'resources'),
      data
    })
    return { code, said }
  }
  const records = async (data: string): Promise<AuditRow[]> =>
    (await listRecords(join(data, 'audit'), { actions: ['content.verified', 'content.signed'] }, { limit: 10 })).rows

  it.each([
    ['risk', (file: string, data: string) => ['risk', data, '--table', file, '--json'], 'risk-tables'],
    [
      'deidentify',
      (file: string, data: string) => [
        'deidentify',
        data,
        '--profile',
        'safe-harbor',
        '--zip-populations',
        file,
        '--out',
        join(temporaryFolder(), 'x')
      ],
      'constants'
    ],
    ['sql', (file: string, data: string) => ['sql', data, 'select 1', '--codes', file], 'measure-content']
  ] as const)('%s uses no table that nobody trusted signed', async (_, words, what) => {
    const folder = temporaryFolder()
    const data = temporaryFolder()
    const file = join(folder, 'table.csv')
    const people = join(folder, 'Patient.ndjson')
    writeFileSync(people, '{"resourceType":"Patient","id":"eve"}\n')
    writeFileSync(file, table)
    const unsigned = await run(words(file, people), data)
    expect(unsigned).toMatchObject({ code: 2, said: expect.stringContaining('RequireSignedPacks') as string })
    const strange = makePublisherKey()
    writeFileSync(`${file}.sig`, signDigest(digestOfFile(table), readPublisherKey(strange.text), 0))
    expect((await run(words(file, people), data)).said).toContain('not among the trusted publishers')
    writeFileSync(`${file}.sig`, sign(table))
    const signed = await run(words(file, people), data)
    expect(signed.said).not.toContain('RequireSignedPacks')
    writeFileSync(file, Buffer.concat([table, Buffer.from('X\n')]))
    expect((await run(words(file, people), data)).said).toContain('not of this file')
    expect(
      (await records(data)).map(({ outcome, facts }) => [outcome, facts['what'], facts['code'] ?? facts['state']])
    ).toEqual([
      ['failure', what, 'invalid-input'],
      ['success', what, 'trusted'],
      ['failure', what, 'not-allowed'],
      ['failure', what, 'not-allowed']
    ])
  })

  it('record each signature that they make', async () => {
    const folder = temporaryFolder()
    const data = temporaryFolder()
    const [file, secret] = [join(folder, 'feed.json'), join(folder, 'publisher.jwk')] as const
    writeFileSync(file, table)
    expect((await run(['pack', 'key', '--out', secret], data)).said).toMatch(/Fingerprint: [0-9a-f]{64}/)
    expect((await run(['pack', 'sign', file, '--key', secret], data)).code).toBe(0)
    const { x: key } = JSON.parse(readFileSync(secret, 'utf8')) as { readonly x: string }
    expect(await records(data)).toMatchObject([
      { action: 'content.signed', outcome: 'success', facts: { ...digestOfFile(table), key } }
    ])
  })
})
