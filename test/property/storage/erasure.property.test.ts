import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { erasePlaces } from '../../../src-main/cli/data/person-places.ts'
import { systemClock, systemRandom } from '../../../src-main/ports/system.ts'
import { openDraftStore } from '../../../src-main/services/drafts/draft-store.ts'
import { erasePerson } from '../../../src-main/services/governance/erase-person.ts'
import { openGovernanceStore } from '../../../src-main/services/governance/governance-store.ts'
import { replacedSnapshots } from '../../../src-main/services/governance/replaced-snapshots.ts'
import { decisionJournal } from '../../../src-main/services/matching/decision-journal.ts'
import { openWorklist } from '../../../src-main/services/worklist/open-worklist.ts'
import { budgeted, fc } from '../../support/property.ts'
import { keepTexts, testStore, textOf } from '../../support/snapshot-store.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { noteOn } from '../../support/worklist.ts'

const erased = 'canary-person-1'
/** The others; the name of one begins with that of the person. */
const others = ['canary-person-12', 'other.2'] as const

const person = fc.constantFrom(erased, ...others)
const address = fc
  .tuple(fc.constantFrom('', 'https://ehr.example/r4/'), person, fc.constantFrom('', '/_history/3'))
  .map(([base, id, version]) => `${base}Patient/${id}${version}`)
const search = fc
  .tuple(fc.constantFrom('Observation?patient=', 'Patient?_count=5&_id=', 'Encounter?x=1&subject=Patient/'), person)
  .map(([query, id]) => `https://ehr.example/r4/${query}${id}`)
const reference = address.map((text) => ({ reference: text }))
const patient = person.map((id) => ({ resourceType: 'Patient', id, name: [{ family: `Family of ${id}` }] }))
const element = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('text', 7, true),
    reference,
    address,
    search,
    patient,
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('actor', 'valueReference', 'detail', 'member', 'url'), tie('any'), { maxKeys: 3 })
  )
})).any
const resource = fc.oneof(
  patient,
  fc.record({ resourceType: fc.constant('Observation'), id: fc.constant('o'), subject: reference, extension: element }),
  fc.record({
    resourceType: fc.constant('Group'),
    id: fc.constant('g'),
    member: fc.array(fc.record({ entity: reference }))
  }),
  fc.record({
    resourceType: fc.constant('Bundle'),
    id: fc.constant('b'),
    link: fc.array(fc.record({ relation: fc.constant('self'), url: search }), { minLength: 1, maxLength: 2 }),
    entry: fc.array(fc.record({ fullUrl: address, resource: fc.oneof(patient, element) }), { maxLength: 2 })
  })
)
const operation = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('load' as const),
      resources: fc.array(resource, { minLength: 3, maxLength: 8 })
    })
  },
  fc.record({ kind: fc.constant('note' as const), person }),
  fc.record({ kind: fc.constant('decide' as const), person }),
  fc.record({ kind: fc.constant('draft' as const), person }),
  fc.record({ kind: fc.constant('statement' as const), person })
)

const agreementsOf = (data: string) => replacedSnapshots(openGovernanceStore(data))

/** The data folder with its services; the keyring is open. */
async function profile() {
  const data = temporaryFolder()
  const opened = await testStore(join(data, 'snapshots'))
  const { keyring, log } = opened
  const shared = { keyring, clock: systemClock, random: systemRandom, log, author: 'test' }
  return {
    data,
    folder: opened,
    log,
    decisions: decisionJournal({ ...shared, data }),
    drafts: openDraftStore({ ...shared, folder: join(data, 'drafts') }),
    openWorklist: () => openWorklist({ ...shared, folder: join(data, 'worklist') })
  }
}

type Profile = Awaited<ReturnType<typeof profile>>

/** Everything that the program can read of what is stored, and every byte as it is on the disk. */
async function readable({ data, folder, decisions, drafts, openWorklist: open }: Profile): Promise<string> {
  const texts: unknown[] = [(await decisions.read()).entries, await drafts.list()]
  for (const { id } of await folder.store.list()) {
    const opened = await folder.store.open(id)
    for (const index of opened.inside.files.keys()) texts.push(await textOf(await opened.raw(index)))
    texts.push(opened.inside.facts)
    await opened.close()
  }
  const work = open()
  texts.push(await work.worklist.read('november', 0), await work.worklist.views())
  await work.release()
  for (const each of readdirSync(data, { recursive: true, withFileTypes: true }))
    if (each.isFile()) texts.push(each.name, readFileSync(join(each.parentPath, each.name), 'latin1'))
  return JSON.stringify(texts)
}

it('after a person was erased nothing that is stored holds the id, and the others are all still there', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 5 }), async (operations) => {
      const place = await profile()
      const statements: object[] = []
      const work = place.openWorklist()
      const kept: string[] = []
      for (const [index, each] of operations.entries()) {
        if (each.kind === 'load') {
          const lines = each.resources.map((item) => `${JSON.stringify(item)}\n`).join('')
          await keepTexts(await place.folder.store.begin(0), 'data', { 'all.ndjson': lines })
          continue
        }
        const mark = `${each.kind}-${index}`
        if (each.kind === 'note') await work.worklist.add('november', [noteOn(each.person, mark)])
        if (each.kind === 'decide')
          await place.decisions.add({ kind: 'same', left: `${each.person}@hospital`, right: `${mark}@clinic` })
        if (each.kind === 'draft')
          await place.drafts.save(`cohort-all-a-${index}`, `["${each.person}","${mark}"]`, undefined)
        if (each.kind === 'statement')
          statements.push({ title: mark, description: '', text: `select '${each.person}'` })
        if (each.person === others[1]) kept.push(mark)
      }
      await work.release()
      writeFileSync(join(place.data, 'settings.json'), JSON.stringify({ savedStatements: statements }))
      await erasePerson(place.folder.store, agreementsOf(place.data), erased)
      await erasePlaces({ data: place.data, folder: place.folder, log: place.log }, erased)
      const after = await readable(place)
      expect(after).not.toMatch(/canary-person-1(?!2)/)
      for (const mark of kept) expect(after).toContain(mark)
      await place.folder.release()
    }),
    { numRuns: budgeted(12) }
  )
})
