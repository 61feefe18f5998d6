import { describe, expect, it } from 'vitest'
import { wantedPlaces } from '#engine/cohorts/events/concept-rows.ts'
import { arrangeEvents, type EventRows } from '#engine/cohorts/events/event-series.ts'
import { fc } from '../../support/property.ts'

const PEOPLE = 6
const CONCEPTS = 4

interface Row {
  readonly person: number
  readonly day: number
  readonly isEvent: boolean
}

const row = fc.record({ person: fc.nat(PEOPLE - 1), day: fc.nat(5), isEvent: fc.boolean() })
const byPersonAndDay = (left: Row, right: Row): number => left.person - right.person || left.day - right.day

/** Rows of a table: as they come, and in the order of people and days as most tables have them. */
const rows = fc
  .tuple(fc.array(row, { maxLength: 30 }), fc.boolean())
  .map(([all, isSorted]) => (isSorted ? all.toSorted(byPersonAndDay) : all))

function partOf(name: string, all: readonly Row[], isNumbered: boolean): EventRows {
  return {
    name,
    places: Int32Array.from(all.flatMap(({ isEvent }, place) => (isEvent ? [place] : []))),
    patient: Int32Array.from(all, ({ person }) => person),
    day: Int32Array.from(all, ({ day }) => day),
    ...(isNumbered ? { row: Int32Array.from(all, (_, place) => 100 - place) } : {})
  }
}

describe('events of several tables', () => {
  it('stand in the order of people and days, and on one day in the order of tables and rows', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(rows, fc.boolean()), { maxLength: 3 }), (tables) => {
        const parts = tables.map(([all, isNumbered], index) => partOf(`table ${index}`, all, isNumbered))
        const expected = tables
          .flatMap(([all, isNumbered], table) =>
            all.map((each, place) => ({ ...each, table, row: isNumbered ? 100 - place : place }))
          )
          .filter(({ isEvent }) => isEvent)
          .toSorted(byPersonAndDay)
        const series = arrangeEvents(parts, PEOPLE)
        expect(series.tables).toEqual(parts.map(({ name }) => name))
        expect([...series.days]).toEqual(expected.map(({ day }) => day))
        expect([...series.rows]).toEqual(expected.map((each) => each.row))
        expect([...series.table]).toEqual(expected.map(({ table }) => table))
        expect([...series.offsets]).toEqual(
          Array.from({ length: PEOPLE + 1 }, (_, person) => expected.filter((each) => each.person < person).length)
        )
      })
    )
  })

  it('are found by their concepts, whichever were asked for before', () => {
    const wanted = fc.array(fc.boolean(), { minLength: CONCEPTS, maxLength: CONCEPTS })
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1, max: CONCEPTS - 1 }), { maxLength: 80 }),
        fc.array(wanted, { minLength: 1, maxLength: 4 }),
        (concepts, questions) => {
          const list = { concept: Int32Array.from(concepts) }
          for (const question of questions)
            expect([
              ...wantedPlaces(
                list,
                Uint8Array.from(question, (is) => (is ? 1 : 0))
              )
            ]).toEqual(concepts.flatMap((concept, place) => (question[concept] === true ? [place] : [])))
          expect([...wantedPlaces(list, undefined)]).toEqual(concepts.map((_, place) => place))
        }
      )
    )
  })
})
