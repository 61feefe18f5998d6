import { enginePopulationRegistriesMessages as m } from '#messages/engine/population/registries.ts'
import { AppError } from '#shared/app-error.ts'
import type { Citation } from '../../base/figures/figure.ts'
import { claimKinds } from '../claims/claim-kind.ts'
import { ruleOutServices } from '../claims/rule-out-claims.ts'
import { JsonReader } from './json-reader.ts'
import type {
  BeyondCode,
  ClaimsRule,
  CodesBySystem,
  Comparison,
  Control,
  ControlBand,
  ControlShare,
  Evidence,
  Measurement,
  MeasurementPart,
  Registry,
  RegistryCode,
  UnitConversion
} from './registry-definition.ts'

/**
 * Checks registry definitions and resolves what they share: a control `{ "like": "<registry>/<control>" }` is that
 * control, and a measurement `{ "of": "<registry>/<control>" }` is that control's measurement.
 * @param definitions parsed JSON, one registry each, see `registry-definition.ts`
 * @returns the registries in the order of their titles
 * @throws AppError `invalid-input` that names the registry and the element that is wrong
 */
export function loadRegistries(definitions: readonly unknown[]): Registry[] {
  const readers = definitions.map((definition) => JsonReader.of(definition, 'registry'))
  const shared = new Map<string, Control>()
  for (const reader of readers) {
    const id = reader.text('id')
    for (const control of reader.at(id).list('controls')) {
      if (!control.has('like')) shared.set(`${id}/${control.text('id')}`, readControl(control))
    }
  }
  const registries = readers.map((reader) => readRegistry(reader.at(reader.text('id')), shared))
  const ids = new Set<string>()
  for (const { id } of registries) {
    if (ids.has(id)) throw new AppError('invalid-input', m.twoRegistryDefinitionsHaveTheId(id))
    ids.add(id)
  }
  return registries.sort((left, right) => (left.title < right.title ? -1 : 1))
}

function readRegistry(reader: JsonReader, shared: ReadonlyMap<string, Control>): Registry {
  const control = (each: JsonReader): Control => {
    const key = each.has('like') ? each.text('like') : `${reader.text('id')}/${each.text('id')}`
    return shared.get(key) ?? each.fail(m.thereIsNoControl(key))
  }
  const registry: Registry = {
    id: reader.text('id'),
    title: reader.text('title'),
    version: reader.text('version'),
    text: reader.text('text'),
    sources: reader.list('sources').map(readCitation),
    course: reader.oneOf('course', ['chronic-lifelong', 'resolvable']),
    ...(reader.has('list') ? { list: reader.text('list') } : {}),
    codes: readCodes(reader.object('codes')),
    evidence: reader.list('evidence').map((each) => readEvidence(each, shared)),
    ...(reader.has('claims') ? { claims: readClaimsRule(reader.object('claims')) } : {}),
    controls: reader.list('controls').map(control),
    comparedWith: reader.list('comparedWith').map(readComparison),
    beyond: reader.list('beyond').map(readBeyond)
  }
  if (registry.sources.length === 0) reader.fail(m.itCitesNoSource)
  if (!/^[a-z][a-z0-9-]*$/.test(registry.id)) reader.fail(m.itsIdMayHoldSmallLetters)
  return registry
}

function readCitation(reader: JsonReader): Citation {
  return {
    title: reader.text('title'),
    publisher: reader.text('publisher'),
    ...(reader.has('year') ? { year: reader.number('year') } : {}),
    ...(reader.has('url') ? { url: reader.text('url') } : {})
  }
}

function readClaimsRule(reader: JsonReader): ClaimsRule {
  const named = <T extends string>(key: string, allowed: readonly T[]): T[] =>
    reader
      .texts(key)
      .map((name) => allowed.find((each) => each === name) ?? reader.fail(m.mayList(key, allowed.join(', '))))
  const counted = (key: string, minimum: number): number => {
    const value = reader.number(key)
    return Number.isInteger(value) && value >= minimum ? value : reader.fail(m.mustBeOrMore(key, minimum))
  }
  return {
    inpatient: counted('inpatient', 1),
    outpatient: counted('outpatient', 1),
    daysApart: counted('daysApart', 1),
    withinMonths: counted('withinMonths', 1),
    stays: named('stays', claimKinds),
    excludeRuleOut: named('excludeRuleOut', ruleOutServices),
    source: readCitation(reader.object('source'))
  }
}

function readCodes(reader: JsonReader): CodesBySystem {
  const codes: Record<string, RegistryCode[]> = {}
  for (const system of reader.keys()) {
    codes[system] = reader.list(system).map((each) => ({
      code: each.text('code'),
      display: each.text('display'),
      ...(each.has('match') ? { match: each.oneOf('match', ['exact', 'prefix']) } : {})
    }))
  }
  return codes
}

function readControl(reader: JsonReader): Control {
  const bands = reader.list('bands').map(readBand)
  const measurement = readMeasurement(reader.object('measurement'))
  for (const band of bands) {
    for (const limit of [band.below, band.upTo, band.atLeast]) {
      if (limit !== undefined && limit.length !== measurement.parts.length) {
        reader.fail(m.bandNeedsOneLimitPerPart(band.id))
      }
    }
  }
  const last = bands.at(-1)
  if (last === undefined || last.below !== undefined || last.upTo !== undefined || last.atLeast !== undefined) {
    reader.fail(m.itsLastBandMustHaveNo)
  }
  const known = new Set([...bands.map((band) => band.id), 'none'])
  const share = (each: JsonReader): ControlShare => {
    const names = each.texts('bands')
    for (const name of names) if (!known.has(name)) each.fail(m.thereIsNoBand(name))
    return { title: each.text('title'), bands: names }
  }
  return {
    id: reader.text('id'),
    title: reader.text('title'),
    text: reader.text('text'),
    measurement,
    windowMonths: reader.number('windowMonths'),
    bands,
    noneLabel: reader.text('noneLabel'),
    goal: share(reader.object('goal')),
    concern: share(reader.object('concern'))
  }
}

function readBand(reader: JsonReader): ControlBand {
  return {
    id: reader.text('id'),
    label: reader.text('label'),
    tone: reader.oneOf('tone', ['a', 'b', 'c', 'd']),
    ...(reader.has('below') ? { below: reader.numbers('below') } : {}),
    ...(reader.has('upTo') ? { upTo: reader.numbers('upTo') } : {}),
    ...(reader.has('atLeast') ? { atLeast: reader.numbers('atLeast') } : {})
  }
}

function readMeasurement(reader: JsonReader): Measurement {
  const parts = reader.list('parts').map(readPart)
  if (parts.length === 0) reader.fail(m.itHasNoParts)
  if (parts.length > 1 && reader.has('withoutResult')) reader.fail(m.withoutResultIsForAMeasurementOf)
  return {
    title: reader.text('title'),
    unit: reader.text('unit'),
    parts,
    sameDay: reader.oneOf('sameDay', ['last', 'lowest']),
    ...(reader.has('withoutResult') && reader.oneOf('withoutResult', ['counts', 'ignored']) === 'counts'
      ? { countsWithoutResult: true }
      : {}),
    ...(reader.has('acuteCare') && reader.oneOf('acuteCare', ['counts', 'excluded']) === 'excluded'
      ? { excludesAcuteCare: true }
      : {})
  }
}

function readPart(reader: JsonReader): MeasurementPart {
  const [low, high, more] = reader.numbers('plausible')
  if (low === undefined || high === undefined || more !== undefined) reader.fail(m.plausibleHoldsTwoNumbers)
  return {
    title: reader.text('title'),
    codes: readCodes(reader.object('codes')),
    units: reader.list('units').map(readUnit),
    plausible: [low, high],
    ...(reader.has('inText') ? { inText: readInText(reader.object('inText')) } : {})
  }
}

function readInText(reader: JsonReader): NonNullable<MeasurementPart['inText']> {
  return { codes: readCodes(reader.object('codes')), place: reader.number('place') }
}

function readUnit(reader: JsonReader): UnitConversion {
  return {
    unit: reader.text('unit', { empty: true }),
    ...(reader.has('factor') ? { factor: reader.number('factor') } : {}),
    ...(reader.has('offset') ? { offset: reader.number('offset') } : {})
  }
}

function readEvidence(reader: JsonReader, shared: ReadonlyMap<string, Control>): Evidence {
  const measurement = (each: JsonReader): Measurement =>
    each.has('of')
      ? (shared.get(each.text('of'))?.measurement ?? each.fail(m.thereIsNoControl(each.text('of'))))
      : readMeasurement(each)
  const evidence: Evidence = {
    kind: reader.oneOf('kind', ['latest', 'repeated']),
    text: reader.text('text'),
    measurement: measurement(reader.object('measurement')),
    ...(reader.has('below') ? { below: reader.number('below') } : {}),
    ...(reader.has('atLeast') ? { atLeast: reader.number('atLeast') } : {}),
    ...(reader.has('minimumGapDays') ? { minimumGapDays: reader.number('minimumGapDays') } : {}),
    ...(reader.has('minimumAge') ? { minimumAge: reader.number('minimumAge') } : {}),
    ...(reader.has('windowMonths') ? { windowMonths: reader.number('windowMonths') } : {})
  }
  if (evidence.below === undefined && evidence.atLeast === undefined) reader.fail(m.itNeedsBelowOrAtLeast)
  if (evidence.measurement.parts.length !== 1) reader.fail(m.itsMeasurementMustHaveOnePart)
  return evidence
}

function readComparison(reader: JsonReader): Comparison {
  return {
    valueSet: reader.text('valueSet'),
    name: reader.text('name'),
    relation: reader.oneOf('relation', ['same', 'broader', 'narrower']),
    ...(reader.has('of') ? { of: reader.text('of') } : {})
  }
}

function readBeyond(reader: JsonReader): BeyondCode {
  return {
    system: reader.text('system'),
    ...(reader.has('code') ? { code: reader.text('code') } : {}),
    reason: reader.text('reason')
  }
}
