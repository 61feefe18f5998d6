import { describe, expect, it } from 'vitest'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { populationOf, shardedPopulation, type PopulationView } from '#engine/population/selection/population.ts'
import { divideStore } from '#engine/shards/divide-store.ts'
import { comparePack } from '#engine/sharing/pack/compare-pack.ts'
import { comparisonCsv } from '#engine/sharing/pack/comparison-csv.ts'
import { cellsOf, countPack, makePack, type MadePack } from '#engine/sharing/pack/make-pack.ts'
import { FigureHider, FigureRecorder } from '#engine/sharing/published/figure-release.ts'
import { publishedKey } from '#shared/governance/published-count.ts'
import { packText, readPack, sealPack } from '#engine/sharing/pack/seal-pack.ts'
import { exactBounds, type KnownBounds } from '../../support/exact-program.ts'
import { asOf, definitions, optionsOf, registries, site } from './pack-site.ts'

const store = site(400)
const population = populationOf(store, registries)
const made = await makePack(population, optionsOf())
const peopleOf = ({ pack }: MadePack, key: string): unknown => pack.aggregates.find((each) => each.key === key)?.people

/** What everybody knows of each cell of diabetes and of people in a pack, those that are not published included. */
function knownOf({ pack }: MadePack, view: PopulationView) {
  const { people, parts: all } = cellsOf(countPack(view, asOf))
  const parts = all.filter(({ cells }) => cells[0]!.key === 'registry/diabetes')
  const cells = [people, ...parts].flatMap((part) => part.cells)
  const places = new Map(cells.map(({ key }, place) => [key, place]))
  const published = new Map(pack.aggregates.map((each) => [each.key, each.people]))
  const known = cells.map(({ key }): KnownBounds => {
    const count = published.get(key)
    if (count === undefined) return { low: 0, high: undefined }
    if (typeof count === 'number') return { low: count, high: count }
    return count === 'small' ? { low: 1, high: 10 } : { low: 11, high: undefined }
  })
  const sums = [people, ...parts].flatMap((part) =>
    part.sums.map((sum) => ({ total: places.get(sum.total)!, parts: sum.parts.map((key) => places.get(key)!) }))
  )
  return { cells, known, sums }
}

describe('a pack', () => {
  it('holds counts with what they are a part of, and no word about a person or a site', () => {
    const text = packText(made)
    expect(peopleOf(made, 'people')).toBe(400)
    expect(peopleOf(made, 'registry/diabetes')).toBe(85)
    expect(text).not.toMatch(/secret|Smith|Family/)
    expect(peopleOf(made, 'people/race=other')).toBe(266)
    expect(made.pack.definitions.map(({ id, approval }) => [id, approval])).toEqual([
      ['diabetes', 'approved'],
      ['hyperlipidaemia', 'unknown'],
      ['hypertension', 'retired']
    ])
  })

  it('withholds small groups with what would tell them, so that nobody can compute one', () => {
    expect(peopleOf(made, 'registry/diabetes/age=75-84')).toBe('small')
    const { cells, known, sums } = knownOf(made, population)
    cells.forEach(({ count }, place) => {
      if (count < 1 || count > 10) return
      const { low, high } = exactBounds(known, sums, place)
      expect(low).toBeLessThanOrEqual(1)
      expect(high ?? 10).toBeGreaterThanOrEqual(10)
    })
  })

  it('is the same however the population is divided', async () => {
    const divided = shardedPopulation(divideStore(store, 3), registries)[0]!
    expect((await makePack(divided, optionsOf())).seal).toBe(made.seal)
  })

  it('is refused when any byte was changed, and when it has another seal than was told', async () => {
    const text = packText(made)
    expect((await readPack(text, made.seal)).pack).toEqual(made.pack)
    for (let place = 0; place < text.length; place += Math.ceil(text.length / 40)) {
      const changed = text.slice(0, place) + (text[place] === 'a' ? 'b' : 'a') + text.slice(place + 1)
      await expect(readPack(changed)).rejects.toThrow(/not used|not JSON|Ask for a pack/)
    }
    await expect(readPack(text.replace('{"pack":', '{ "pack":'))).rejects.toThrow('was changed after it was sealed')
    const resealed = await makePack(population, optionsOf({ series: 'another' }))
    await expect(readPack(packText(resealed), made.seal)).rejects.toThrow('another seal')
  })

  it('of the form before, which says nothing about approval, can be read', async () => {
    const { definitions: given, ...rest } = made.pack
    const earlier = { ...rest, format: 1 as const, definitions: given.map(({ approval: _, ...each }) => each) }
    expect((await readPack(packText(await sealPack(earlier)))).pack).toEqual(earlier)
  })

  it('is counted again over other data by its own definitions, aggregate by aggregate', async () => {
    const { pack } = await readPack(packText(made))
    const packRegistries = loadRegistries(pack.definitions.map(({ definition }) => definition))
    const same = comparePack(pack, populationOf(site(400), packRegistries), asOf, 0)
    expect(same.different).toBe(0)
    expect(same.equal).toBe(pack.aggregates.filter(({ people }) => typeof people === 'number').length)
    const other = comparePack(pack, populationOf(site(400, 2), packRegistries), asOf, 0)
    const diabetes = other.aggregates.find(({ key }) => key === 'registry/diabetes')!
    expect(diabetes).toMatchObject({ theirs: 85, ours: 165 })
    expect(diabetes.difference!.value).toBeCloseTo(0.2, 12)
    expect(other.different).toBeGreaterThan(0)
    expect(comparisonCsv(pack, other).split('\r\n')).toHaveLength(pack.aggregates.length + 3)
  })

  it('asks about the counts of this site where the comparison leaves, and withholds those that must not', () => {
    const { pack } = made
    const asked = (programRegistries: readonly unknown[]) => {
      const release = new FigureRecorder(() => 'monday')
      comparePack(pack, population, asOf, 10, { release, own: programRegistries })
      return release.counts
    }
    const counts = asked(definitions)
    expect(counts).toHaveLength(pack.aggregates.length)
    const diabetes = counts.filter(
      ({ where }) => where.map(({ dimension }) => dimension).join() === 'living,registry:diabetes'
    )
    expect(diabetes.map(({ of, count }) => [of, count])).toEqual([['people', 85]])
    // A definition of the other site is another question.
    const others = asked(definitions.slice(1)).flatMap(({ where }) => where.map(({ dimension }) => dimension))
    expect(others).not.toContain('registry:diabetes')
    expect(others).toContain(`registry:diabetes#${pack.definitions[0]!.sha256.slice(0, 16)}`)
    expect(others).toContain('registry:hypertension')

    const women = counts.find(({ where }) =>
      where.some(({ dimension, values }) => dimension === 'sex' && values[0] === 'female')
    )!
    const release = new FigureHider([publishedKey(women)], () => 'monday')
    const { aggregates } = comparePack(pack, population, asOf, 10, { release, own: definitions })
    const ours = (key: string): unknown => aggregates.find((each) => each.key === key)!.ours
    expect([ours('people'), ours('people/sex=female'), ours('people/sex=male')]).toEqual([400, 'withheld', 200])
  })
})

describe('packs of one series', () => {
  it('withhold a count that changed by few people since the pack before', async () => {
    const before = { ...made.pack, asOf: '2026-05-31' }
    const next = await makePack(populationOf(site(404), registries), optionsOf({ earlier: [before] }))
    expect(peopleOf(next, 'people')).toBe('withheld')
    expect(peopleOf(next, 'registry/diabetes')).toBe('withheld')
    expect(peopleOf(next, 'people/ethnicity=unknown')).toBe('withheld')
  })

  it('show what the pack before showed, and withhold again what it withheld on the same date', async () => {
    const again = await makePack(population, optionsOf({ earlier: [made.pack] }))
    expect(again.pack.aggregates).toEqual(made.pack.aggregates)
  })

  it('are refused where the pack before shows all that would protect a small group', async () => {
    const careless = await makePack(population, optionsOf({ limit: 0 }))
    const aggregates = careless.pack.aggregates.filter(({ key }) => key !== 'registry/diabetes/age=75-84')
    await expect(makePack(population, optionsOf({ earlier: [{ asOf: '2026-06-30', aggregates }] }))).rejects.toThrow(
      /would reveal small groups: Diabetes, Age: 75–84\. No pack was made/
    )
  })
})
