import { describe, expect, it } from 'vitest'
import { COHORT_FORMAT, type CohortDefinition } from '#engine/cohorts/definition/cohort-definition.ts'
import type { SavedCohort } from '#engine/cohorts/definition/walk-definition.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { populationOf, shardedPopulation } from '#engine/population/selection/population.ts'
import { divideStore } from '#engine/shards/divide-store.ts'
import { comparePack } from '#engine/sharing/pack/compare-pack.ts'
import { countsOfPack, makePack, type MadePack } from '#engine/sharing/pack/make-pack.ts'
import { packCohorts } from '#engine/sharing/pack/pack-cohorts.ts'
import { packText, readPack, sealPack } from '#engine/sharing/pack/seal-pack.ts'
import { asOf, optionsOf, registries, site } from './pack-site.ts'

type Steps = CohortDefinition['steps']
const cohort = (id: string, title: string, steps: Steps): SavedCohort => ({
  id,
  definition: { format: COHORT_FORMAT, title, registry: true, steps }
})

const diabetes = { type: 'registry', registry: 'diabetes' } as const
const saved: readonly SavedCohort[] = [
  cohort('women', 'Women', [{ type: 'filter', dimension: 'sex', values: ['female'] }]),
  cohort('of-them', 'Women with diabetes', [{ type: 'cohort', cohort: 'women' }, diabetes]),
  // All with diabetes but five.
  cohort('younger', 'Younger with diabetes', [diabetes, { type: 'age', at: 'as-of', to: 60 }]),
  cohort('again', 'Women', [{ type: 'filter', dimension: 'sex', values: ['female'] }])
]
const store = site(400)
const chosen = await packCohorts(['of-them', 'younger', 'again'], saved, registries)
const made = await makePack(populationOf(store, registries), optionsOf({ cohorts: chosen.cohorts }))
const idOf = (title: string): string => made.pack.cohorts!.find(({ definition }) => definition.title === title)!.id
const peopleOf = ({ pack }: MadePack, key: string): unknown => pack.aggregates.find((each) => each.key === key)?.people

describe('a cohort in a pack', () => {
  it('is named by its content, with those that it names, and by no name of this computer', () => {
    expect(made.pack.cohorts!.map(({ definition }) => definition.title)).toEqual([
      'Women',
      'Women with diabetes',
      'Younger with diabetes'
    ])
    expect(packText(made)).not.toMatch(/of-them|"women"|younger"|"again"/)
    expect(made.pack.cohorts![1]!.definition.steps[0]).toEqual({ type: 'cohort', cohort: idOf('Women') })
    expect(made.pack.format).toBe(3)
  })

  it('is counted as registries are, with those of whom the data cannot tell', () => {
    expect(peopleOf(made, `cohort/${idOf('Women')}`)).toBe(200)
    expect(peopleOf(made, `cohort/${idOf('Women')}/race=White`)).toBe(67)
    // Every fourth person has diabetes, and every second is a woman: all of them are.
    expect(peopleOf(made, `cohort/${idOf('Women with diabetes')}`)).toBe(85)
    expect(peopleOf(made, `untold/${idOf('Women')}`)).toBe(0)
  })

  it('is withheld where it and what it is a part of would tell a small group by subtraction', () => {
    expect(peopleOf(made, 'registry/diabetes')).toBe(85)
    expect(peopleOf(made, `cohort/${idOf('Younger with diabetes')}`)).toBe('withheld')
  })

  it('is the same question however the population is divided', async () => {
    const divided = shardedPopulation(divideStore(store, 3), registries)[0]!
    expect((await makePack(divided, optionsOf({ cohorts: chosen.cohorts }))).seal).toBe(made.seal)
  })

  it('is counted again by another site', async () => {
    const { pack } = await readPack(packText(made), made.seal)
    const packRegistries = loadRegistries(pack.definitions.map(({ definition }) => definition))
    const other = comparePack(pack, populationOf(site(400, 2), packRegistries), asOf, 0)
    const found = other.aggregates.find(({ key }) => key === `cohort/${idOf('Women with diabetes')}`)!
    expect(found).toMatchObject({ theirs: 85, ours: 165 })
    expect(found.difference!.value).toBeCloseTo(0.2, 12)
  })

  it('has the name of the screens in the register of published counts', () => {
    const counts = countsOfPack(populationOf(store, registries), asOf, 'monday', chosen.cohorts)
    const dimensions = new Set(counts.flatMap(({ where }) => where.map(({ dimension }) => dimension)))
    expect(dimensions).toContain('cohort:younger')
    expect([...dimensions].some((each) => each.includes(idOf('Younger with diabetes')))).toBe(false)
  })

  it('is refused when its definition was changed and the pack sealed again', async () => {
    const [women, ...rest] = made.pack.cohorts!
    const changed = { ...women!, definition: { ...women!.definition, title: 'Men' } }
    const forged = await sealPack({ ...made.pack, cohorts: [changed, ...rest] })
    await expect(readPack(packText(forged))).rejects.toThrow('does not fit its hash')
  })

  it.each<[string, Steps, string]>([
    ['lists people', [{ type: 'people', ids: ['secret-1'] }], 'it lists people of these data'],
    ['filters by words of a site', [{ type: 'filter', dimension: 'practice', values: ['Elm St'] }], 'practice'],
    ['filters by a race that is no public one', [{ type: 'filter', dimension: 'race', values: ['Smith'] }], 'race'],
    ['asks for a measure', [{ type: 'measure', measure: 'CMS122', population: 'gap' }], 'measure'],
    ['names a registry that is not there', [{ type: 'registry', registry: 'own' }], 'the registry own'],
    [
      'names a list that is not there',
      [{ type: 'event', event: { domain: 'condition', codes: { lists: ['http://x/vs'] } } }],
      'http://x/vs'
    ],
    [
      'names one of these, in a group',
      [{ type: 'any', criteria: [{ type: 'cohort', cohort: 'listed' }] }],
      '“Listed”, which is left out: it lists people'
    ]
  ])('stays here when it %s', async (_, steps, reason) => {
    const listed = cohort('listed', 'Listed', [{ type: 'people', ids: ['secret-1'] }])
    const asked = await packCohorts(['it'], [cohort('it', 'It', steps), listed], registries)
    expect(asked.cohorts).toEqual([])
    expect(asked.leftOut).toEqual([{ title: 'It', reason: expect.stringContaining(reason) as string }])
  })
})
