import { describe, expect, it } from 'vitest'
import type { CostShare } from '#engine/population/panels/results/cost-result.ts'
import { rankCosts } from '#engine/population/panels/cost/rank-costs.ts'
import { concentrationChart } from '../../../src-renderer/charts/kinds/concentration.ts'
import { draw, format, provenance, tokens } from '../../unit/charts/chart-fixture.ts'
import { textWidth } from '../../../src-renderer/charts/model/row-layout.ts'
import { fc } from '../../support/property.ts'

/** The curve of some costs as the panel has it. */
function concentrationOf(costs: readonly number[]) {
  const { groups, running } = rankCosts(Float64Array.from(costs).sort())
  const total = running.at(-1)!
  return {
    members: costs.length,
    curve: Array.from(running, (sum, people) => [people / costs.length, sum / total] as const),
    shares: groups.map(({ share, least, count, apart }): CostShare => {
      const tells = apart === undefined ? {} : { tells: apart }
      return {
        share,
        least,
        people: { value: count, unit: 'people', numerator: count, provenance, ...tells },
        cost: { value: running[count]! / total, unit: 'proportion', people: count, provenance, ...tells }
      }
    }),
    provenance
  }
}

/** How many people each point of a drawn curve stands for. */
function drawnPeople(model: ReturnType<typeof concentrationChart>, members: number): number[] {
  const width = 4000
  const { scene } = draw(model, { width, height: 300 })
  const line = scene.shapes.find((shape) => shape.kind === 'path' && shape.stroke === tokens.main)
  const left = 14 + textWidth('100%')
  return line?.kind === 'path' ? line.points.map(([x]) => Math.round(((x - left) / (width - left - 22)) * members)) : []
}

/** Costs of people, of whom many may cost the same. */
const costs = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 30, max: 600 }))
  .chain(([most, people]) =>
    fc.array(fc.integer({ min: 0, max: most * 100 }), { minLength: people, maxLength: people })
  )
  .filter((list) => list.some((cost) => cost > 0))

describe('the curve of cost', () => {
  it('has no two points, with nobody and everybody, that differ by few people where few are withheld', () => {
    let seen = 0
    fc.assert(
      fc.property(costs, fc.integer({ min: 1, max: 15 }), (list, limit) => {
        const concentration = concentrationOf(list)
        const told = format(limit)
        const model = concentrationChart(concentration, told)
        const people = [
          0,
          ...drawnPeople(model, list.length),
          ...concentration.shares
            .filter((share) => !told.figure(share.cost).hidden || !told.figure(share.people).hidden)
            .map(({ people: figure }) => figure.value!),
          list.length
        ].sort((left, right) => left - right)
        for (const [index, each] of people.slice(1).entries()) {
          const between = each - people[index]!
          expect(between === 0 || between > limit, `${people.join(' ')}, limit ${limit}`).toBe(true)
        }
        seen += people.length - 4
      })
    )
    expect(seen).toBeGreaterThan(20)
  })
  it('is drawn through everybody where nothing is withheld', () => {
    const list = Array.from({ length: 60 }, (_, index) => index * 7)
    expect(drawnPeople(concentrationChart(concentrationOf(list), format()), 60)).toHaveLength(61)
  })
  it('tells what a single person cost nowhere', () => {
    const list = Array.from({ length: 110 }, (_, index) => (1000 + index) * 100_000)
    const { marks, table } = concentrationChart(concentrationOf(list), format(10))
    const texts = [...marks.flatMap(({ lines }) => lines), ...table.rows.flatMap((row) => row.map(({ text }) => text))]
    // The second and the sixth of 110 people stand at the borders of groups of two and six.
    expect(texts.join('\n')).not.toMatch(/1,10[84]/)
    expect(texts.join('\n')).toMatch(/1,0[0-9]{2}/)
  })
})
