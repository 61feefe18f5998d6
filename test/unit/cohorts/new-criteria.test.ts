import { expect, it } from 'vitest'
import { groupTypes } from '#engine/cohorts/definition/cohort-definition.ts'
import { criterionSchemas } from '#engine/cohorts/definition/criteria.ts'
import type { CohortOptions } from '#engine/cohorts/members/cohort-options.ts'
import { criterionKinds } from '../../../src-renderer/screens/cohorts/new-criteria.ts'

const noOptions: CohortOptions = {
  lists: [],
  registries: [],
  dimensions: [],
  numbers: [],
  services: [],
  units: [],
  codes: []
}

/** Made of people who are selected in a list, where it is saved as a cohort. */
const notInTheMenu = ['people']

it('the menu offers every criterion and group that a definition can have', () => {
  const offered = new Set(criterionKinds.map(({ create }) => create(noOptions).type))
  const types = [...criterionSchemas.map(({ entries }) => entries.type.literal), ...groupTypes]
  expect(types.filter((type) => !offered.has(type))).toEqual(notInTheMenu)
})
