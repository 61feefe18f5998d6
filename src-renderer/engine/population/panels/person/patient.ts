import { enginePopulationPanelsPersonMessages as m } from '#messages/engine/population/panels/person.ts'
import { AppError } from '#shared/app-error.ts'
import type { RegistryMembership } from '../../registries/membership.ts'
import { NO_DAY } from '../../../base/fhir/missing.ts'
import { patientCare } from './patient-care.ts'
import { labSeries } from './lab-series.ts'
import { masked, maskedEnd } from './mask.ts'
import { memberSourceText } from './member-source-text.ts'
import type { PanelParams } from '../results/panel.ts'
import type { PatientPanel, RegistryClaim } from '../results/patient-result.ts'
import type { ResourceRef } from '../results/shapes.ts'
import { shardOfPerson } from '../../../shards/shard.ts'
import { personFacts } from './person-facts.ts'
import { timeline } from './timeline.ts'
import type { View } from '../base/view.ts'
import { writtenDay } from './written-day.ts'
import { placeInMembership } from '../../registries/membership-days.ts'

/** Resource types of the evidence of a membership, by its code; claims come from one of two types. */
const evidenceTypes = ['Condition', 'Observation']

/** A resource of a shard by its number in the population. */
function numbered({ population }: View, { resourceType, index }: ResourceRef): ResourceRef {
  return { resourceType, index: population.shard.resourceNumber(resourceType, index) }
}

/** The claims up to the date that carry a code of a registry, newest first. */
function claimsOf(
  view: View,
  { explainClaims }: RegistryMembership,
  patient: number
): { readonly type: string; readonly list: readonly RegistryClaim[] } {
  const explained = explainClaims?.()(patient) ?? []
  return {
    type: explained[0]?.resourceType ?? 'ExplanationOfBenefit',
    list: explained
      .filter(({ day }) => day <= view.asOf)
      .map(({ day, role, decides, resourceType, resource, kind }) => ({
        day: day === NO_DAY ? undefined : day,
        role: role === 'stay' || role === 'visit' ? kind : role,
        counts: role === 'stay' || role === 'visit',
        decides,
        source: numbered(view, { resourceType, index: resource })
      }))
      .reverse()
      .sort((left, right) => Number(right.decides) - Number(left.decides))
  }
}

function registriesOf(view: View, patient: number): PatientPanel['registries'] {
  const { population, asOf } = view
  return population.index.registries.flatMap((registry) => {
    const membership = population.index.membership(registry)
    const place = placeInMembership(membership, patient)
    const since = membership.entry[place]
    if (since === undefined || since > asOf) return []
    const row = membership.evidence[place]!
    const claims = claimsOf(view, membership, patient)
    return [
      {
        id: registry.id,
        title: registry.title,
        since: since === NO_DAY ? undefined : since,
        evidence:
          row < 0
            ? undefined
            : numbered(view, {
                resourceType: evidenceTypes[membership.evidenceType[place]!] ?? claims.type,
                index: row
              }),
        source: memberSourceText(view, registry.id)?.(patient) ?? '',
        claims: claims.list,
        active: population.codes(`registry:${registry.id}`, asOf)[patient] === 1
      }
    ]
  })
}

/** Puts the tests that the person's registries look at first, in the order of the registries. */
function mattersFirst(view: View, patient: number, labs: PatientPanel['labs']): PatientPanel['labs'] {
  const { population, asOf } = view
  const codes = population.index.registries
    .filter(({ id }) => population.codes(`registry:${id}`, asOf)[patient] === 1)
    .flatMap(({ controls }) => controls.flatMap(({ measurement }) => measurement.parts))
    .flatMap((part) =>
      Object.entries(part.codes).flatMap(([system, list]) => list.map(({ code }) => `${system}|${code}`))
    )
  const place = (lab: PatientPanel['labs'][number]): number => {
    const index = codes.indexOf(`${lab.system}|${lab.code}`)
    return index < 0 ? codes.length : index
  }
  return labs.toSorted((a, b) => place(a) - place(b))
}

/**
 * One person. Names, address, telephone and record number are masked unless revealed.
 * @throws AppError `not-found` when there is no such patient
 */
export function patientPanel(
  views: readonly View[],
  { patient: number, revealed }: PanelParams<'patient'>
): PatientPanel {
  const found = shardOfPerson(
    views.map((view) => ({ view, shard: view.population.shard })),
    number
  )
  if (found === undefined) throw new AppError('not-found', m.thisPersonIsNotInThe)
  const { person: patient } = found
  const { view } = found.of
  const { population, store, asOf } = view
  const facts = personFacts(population)
  const hide = (text: string): string => (revealed || text === '' ? text : masked)
  const text = (column: string): string => facts.text(column, patient)
  const place = [text('city'), text('state'), text('postal_code')].filter((part) => part !== '').join(', ')
  const recordNumber = text('record_number')
  return {
    patient: number,
    id: facts.id(patient),
    name: facts.name(patient, revealed),
    birthDay: revealed ? writtenDay(store.table('patient').column('birth_date', 'date'), patient) : undefined,
    age: facts.age(patient, asOf),
    sex: facts.label('sex', patient, asOf),
    race: facts.label('race', patient, asOf),
    ethnicity: facts.label('ethnicity', patient, asOf),
    address: hide([text('address_line'), place].filter((part) => part !== '').join(', ')),
    phone: hide(text('phone')),
    recordNumber: revealed ? recordNumber : maskedEnd(recordNumber),
    language: facts.label('language', patient, asOf),
    payer: facts.label('payer', patient, asOf),
    practice: facts.label('practice', patient, asOf),
    deceasedDay: writtenDay(store.table('patient').column('deceased_at', 'dateTime'), patient),
    registries: registriesOf(view, patient),
    events: timeline(store, patient, revealed).map((event) => ({ ...event, source: numbered(view, event.source) })),
    labs: mattersFirst(view, patient, labSeries(store, patient)).map((lab) => ({
      ...lab,
      points: lab.points.map((point) => ({ ...point, source: numbered(view, point.source) }))
    })),
    care: patientCare(view, patient),
    source: numbered(view, { resourceType: 'Patient', index: store.table('patient').resource[patient]! })
  }
}
