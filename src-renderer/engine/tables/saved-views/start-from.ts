import { engineTablesSavedViewsMessages as m } from '#messages/engine/tables/saved-views.ts'
import type { ViewDefinition } from '../../views/view-definition.ts'
import { plainColumns } from './plain-columns.ts'

/** A definition of one's own that begins as a copy of a built-in one: another name, and without the tags of the store. */
export function startFrom(definition: ViewDefinition): ViewDefinition {
  const { meta: _meta, ...copy } = plainColumns(definition)
  return { ...copy, name: `my_${definition.name ?? definition.resource.toLowerCase()}` }
}

/** A definition to begin with when there is none. */
export const emptyView: ViewDefinition = {
  resourceType: 'ViewDefinition',
  name: 'my_view',
  status: 'draft',
  resource: 'Patient',
  select: [
    {
      column: [
        { name: 'id', path: 'getResourceKey()', type: 'string', description: m.idOfThePatient },
        { name: 'gender', path: 'gender', type: 'code', description: m.administrativeGender }
      ]
    }
  ]
}
