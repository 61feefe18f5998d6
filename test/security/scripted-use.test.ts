import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ImportListing } from '#shared/contract/imports.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { noteOn } from '../support/worklist.ts'
import { canaries, found, passphrase, patient, start } from './canaries.ts'

/** How long it goes on; POPULUS_CANARY_MINUTES asks for an hour (60) or whatever is wanted. Two rounds by default. */
const minutes = Number(process.env['POPULUS_CANARY_MINUTES'] ?? 0)

describe('scripted use', () => {
  it(
    'leaves no canary in the data folder, in temporary files, in arguments or in the environment',
    { timeout: (minutes + 5) * 60_000 },
    async () => {
      const folder = temporaryFolder()
      const data = join(folder, 'application')
      const temporary = join(folder, 'temporary')
      const source = join(folder, 'ward-of-Zanzibarre')
      for (const each of [data, temporary, source]) mkdirSync(each)
      const text = `${JSON.stringify(patient)}\n`.repeat(50)
      writeFileSync(join(source, 'Quimbly_export.ndjson'), text)
      const usual = process.env['TMPDIR']
      process.env['TMPDIR'] = temporary
      expect(tmpdir()).toBe(temporary)
      const services = await start(data)
      const call = async <T>(name: string, input?: unknown): Promise<T> => {
        const reply = await services.dispatch(name, input, { windowId: 0 })
        if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`)
        return reply.value as T
      }
      const entry = noteOn('Quimbly-1', 'Quimbly rang about Zanzibarre')

      async function round(number: number): Promise<void> {
        services.offer([source])
        const { importId } = await call<ImportListing>('imports.pending')
        const name = 'Quimbly_export.ndjson'
        const { keepId } = await call<{ keepId: string }>('snapshots.begin', {
          files: [{ name, textBytes: text.length }],
          textBytes: text.length
        })
        await call('snapshots.take', { keepId, raw: 0, importId, file: 0 })
        const facts = {
          label: 'ward-of-Zanzibarre',
          source: 'files',
          patients: 1,
          resources: 50,
          release: 'R4',
          textBytes: text.length
        }
        const { id } = await call<{ id: string }>('snapshots.commit', { keepId, facts, skipped: [] })
        const { listing } = await call<{ listing: ImportListing }>('snapshots.open', { id })
        const { url } = await call<{ url: string }>('imports.stream', { importId: listing.importId, file: 0 })
        expect(await new Response((await services.site(url)).body as ReadableStream<Uint8Array>).text()).toBe(text)
        await call('identity.reveal', { reason: 'care', people: 1, person: 'Quimbly-1' })
        await call('data.read', { what: 'person', people: 1, names: true, person: 'Quimbly-1' })
        await call('worklist.add', { population: 'a'.repeat(16), entries: [entry] })
        await call('worklist.setViews', [{ title: 'Quimbly', query: '{"text":"Zanzibarre"}' }])
        const { drafts } = await call<{ drafts: { name: string; savedAt: number }[] }>('drafts.list')
        const known = drafts.find((draft) => draft.name === 'sql')?.savedAt
        await call('drafts.save', {
          name: 'sql',
          text: `select 'MRN-77-CANARY', ${number}`,
          ...(known === undefined ? {} : { replaces: known })
        })
        await call('audit.watch', { person: 'Quimbly-1', watch: number % 2 === 0 })
        const { record } = await call<{ record: number }>('data.exporting', {
          what: 'record',
          format: 'json',
          names: true,
          person: 'Quimbly-1'
        })
        await call('data.exported', { record, done: true })
        await services.dispatch('imports.stream', { importId: 'Quimbly-unknown', file: 0 }, { windowId: 0 })
        await call('audit.verify')
        await call('snapshots.delete', { id })
        await call('keyring.lock')
        await call('keyring.unlock', { passphrase })
      }

      try {
        await call('keyring.create', { passphrase })
        const end = Date.now() + minutes * 60_000
        for (let number = 0; number < 2 || Date.now() < end; number += 1) {
          await round(number)
          expect([...found(data), ...found(temporary)], `round ${number}`).toEqual([])
        }
      } finally {
        await services.close()
        if (usual === undefined) delete process.env['TMPDIR']
        else process.env['TMPDIR'] = usual
      }
      const seen = JSON.stringify([process.argv, process.env])
      expect(canaries.filter((canary) => seen.includes(canary))).toEqual([])
      expect(readFileSync(join(data, 'audit', 'audit.jsonl'), 'utf8')).toContain('identity.revealed')
      // The search finds what is there: the source itself.
      expect(found(source)).toHaveLength(1)
    }
  )
})
