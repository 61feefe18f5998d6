import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isIdentifying } from '#engine/population/panels/person/mask.ts'
import { identifyingColumns } from '#engine/tables/saved-views/identifying-columns.ts'
import type { ViewDefinition } from '#engine/views/view-definition.ts'

const folder = join(import.meta.dirname, '../../../resources/views')

/** Columns that a view of a user's would have masked, and the built-in tables show, each with the reason. */
const shown: Readonly<Record<string, string>> = {
  'patient.race': 'a group of many people',
  'patient.ethnicity': 'a group of many people',
  'patient.state': 'a group of many people',
  'patient.replaces_id': 'a key, as `patient.id`',
  'patient.replaced_by_id': 'a key, as `patient.id`',
  'explanation_of_benefit_contained.npi': 'of who gives care',
  'explanation_of_benefit_contained.name': 'of who gives care',
  'medication_dispense_contained.display': 'the name of a drug',
  'medication_request_contained.display': 'the name of a drug',
  'coverage_contained.type_display': 'the kind of a coverage',
  'coverage_contained.type_text': 'the kind of a coverage',
  'coverage_contained.payor_name': 'of who pays for care',
  'coverage_contained.subscriber_id': 'a part of the table `coverage`, where it is masked'
}

describe.each(readdirSync(folder))('built-in views of %s', (release) => {
  it('mask every column by which a person could be recognized, or it stands here why not', () => {
    const unmasked = readdirSync(join(folder, release))
      .filter((file) => file.endsWith('.json'))
      .map((file) => JSON.parse(readFileSync(join(folder, release, file), 'utf8')) as ViewDefinition)
      .flatMap((view) =>
        [...identifyingColumns(view)]
          .filter((column) => !isIdentifying(view.name ?? '', column))
          .map((column) => `${view.name ?? ''}.${column}`)
      )
    expect(unmasked.filter((column) => shown[column] === undefined)).toEqual([])
  })
})
