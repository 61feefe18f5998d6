import { commonMessages as common } from '#messages/common.ts'
import { enginePopulationSelectionMessages as m } from '#messages/engine/population/selection.ts'
import { emptyCodes, type Codes } from '../../base/kernels/codes.ts'
import { daysSince } from '../../base/kernels/day-bits.ts'
import type { DictionaryColumn } from '../../store/model/column.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { usStandard2000 } from '../../base/stats/standardize.ts'
import { deathDays } from '../life/death-days.ts'
import { ageDimension } from './age-dimension.ts'
import { notRecorded, type Dimension, type DimensionValue } from './dimension.ts'

/** Age bands by their lowest ages; the last one is open. */
const ageBands = [0, 18, 45, 65, 75, 85]
const fiveYearBands = Array.from({ length: 18 }, (_, index) => index * 5)

/** How texts become the values of a dimension; by default as they stand there. */
interface TextReading {
  readonly labelOf?: (value: string) => string
  /** The value that a text counts as. */
  readonly groupOf?: (text: string) => string
}

/** A text column of the patient table. */
function textDimension(
  store: Store,
  column: DictionaryColumn,
  about: Pick<Dimension, 'id' | 'label' | 'group'>,
  { labelOf = (value) => value, groupOf = (text) => text }: TextReading = {}
): Dimension {
  const used = new Set<number>()
  for (const code of column.codes) used.add(code)
  const valueOfCode = new Map([...used].flatMap((code) => (code < 0 ? [] : [[code, groupOf(column.values[code]!)]])))
  const order = [...new Set(valueOfCode.values())].filter((value) => value !== '').sort()
  const placeOf = new Map(order.map((value, index) => [value, index]))
  const place = new Int32Array(column.values.length).fill(order.length)
  for (const [code, value] of valueOfCode) place[code] = placeOf.get(value) ?? order.length
  const values = [...order.map((value) => ({ value, label: labelOf(value) })), notRecorded]
  return {
    ...about,
    hidden: false,
    fixed: true,
    values,
    codes: () => {
      const codes = emptyCodes(store.patients, values.length)
      for (let patient = 0; patient < codes.length; patient++) {
        const code = column.codes[patient]!
        codes[patient] = code < 0 ? order.length : place[code]!
      }
      return codes
    }
  }
}

const sexes: readonly DimensionValue[] = [
  { value: 'female', label: m.female },
  { value: 'male', label: m.male },
  { value: 'other', label: m.other },
  notRecorded
]

function sexDimension(store: Store, gender: DictionaryColumn): Dimension {
  const place = Int8Array.from(gender.values, (value) => sexes.findIndex((sex) => sex.value === value))
  return {
    id: 'sex',
    label: common.sex,
    group: 'people',
    hidden: false,
    fixed: true,
    values: sexes,
    codes: () => {
      const codes = emptyCodes(store.patients, sexes.length)
      for (let patient = 0; patient < codes.length; patient++) {
        const code = gender.codes[patient]!
        const sex = code < 0 ? -1 : place[code]!
        codes[patient] = sex < 0 ? sexes.length - 1 : sex
      }
      return codes
    }
  }
}

/**
 * Whether people live on the date. Born on or before it and not dead on it (a death that day counts as dead; see `deathDays`). A death
 * without a date counts on every date; a person without a birth date counts as born.
 */
function livingDimension(store: Store, table: Table): Dimension {
  const birth = table.column('birth_date', 'date').days
  const died = deathDays(store)
  const dead = table.column('deceased', 'boolean').values
  return {
    id: 'living',
    label: m.living,
    group: 'people',
    hidden: false,
    fixed: false,
    values: [
      { value: 'living', label: m.living },
      { value: 'deceased', label: m.deceased },
      { value: 'unborn', label: m.notBornYet }
    ],
    codes: (asOf): Codes => {
      const codes = emptyCodes(store.patients, 3)
      for (let patient = 0; patient < codes.length; patient++) {
        const death = died[patient]!
        if (birth[patient]! > asOf) codes[patient] = 2
        else if (death === NO_DAY) codes[patient] = dead[patient] === 1 ? 1 : 0
        else codes[patient] = death <= asOf ? 1 : 0
      }
      return codes
    },
    daysChosen: (days, [living, deceased, unborn]) => {
      const since = daysSince(days)
      const all = (1 << days.length) - 1
      const masks = [living, deceased, unborn].map((isWanted) => (isWanted === 1 ? all : 0))
      const [ofLiving, ofDeceased, ofUnborn] = [masks[0]!, masks[1]!, masks[2]!]
      return {
        daysOf: (patient) => {
          const death = died[patient]!
          const born = since(birth[patient]!)
          const dying = death !== NO_DAY ? since(death) : dead[patient] === 1 ? all : 0
          return (ofUnborn & ~born) | (ofDeceased & born & dying) | (ofLiving & born & ~dying)
        }
      }
    }
  }
}

/** Words that a name keeps small. */
const smallWords: ReadonlySet<string> = new Set(['and', 'of', 'or'])

/** A name that is written in capitals or in small letters alone as one with capital initials; any other as it is. */
function withInitials(name: string): string {
  if (name !== name.toUpperCase() && name !== name.toLowerCase()) return name
  const words = name.toLowerCase().split(' ')
  return words.map((word) => (smallWords.has(word) ? word : word.charAt(0).toUpperCase() + word.slice(1))).join(' ')
}

/** A race that is written as text: several are one group in whatever order and letter case they stand there. */
function raceOf(text: string): string {
  const names = text.split(/[,;/|]/).map((part) => withInitials(part.trim().replace(/\s+/g, ' ')))
  return [...new Set(names)]
    .filter((name) => name !== '')
    .sort()
    .join(', ')
}

const languages = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' })

/** The name of a BCP 47 language tag; anything else as it is written. */
function languageName(tag: string): string {
  return /^[a-z]{2,3}(?:-[A-Z]{2})?$/.test(tag) ? (languages.of(tag) ?? tag) : tag
}

/** Groups of age and sex that rates are standardized by: the ages of the US standard population, women first. */
export const standardAgeSexes = usStandard2000.length * 2

/** Sexes as {@link sexDimension} tells them: groups by age and sex are asked for on many dates. */
const knownSexes = new DerivedValues<Store, Codes>()

function ageSexDimension(store: Store, ages: Dimension, sex: Dimension): Dimension {
  const values = sexes
    .slice(0, 2)
    .flatMap((each) =>
      ages.values
        .slice(0, usStandard2000.length)
        .map(({ value, label }) => ({ value: `${each.value}/${value}`, label: `${each.label}, ${label}` }))
    )
  return {
    id: 'age-sex-standard',
    label: m.ageAndSexGroupsOfThe,
    group: 'people',
    hidden: true,
    fixed: false,
    values,
    codes: (asOf) => {
      const codes = emptyCodes(store.patients, values.length)
      const age = ages.codes(asOf)
      const bySex = knownSexes.get(store, () => sex.codes(asOf))
      for (let patient = 0; patient < codes.length; patient++) {
        const group = age[patient]!
        const side = bySex[patient]!
        if (group >= 0 && group < usStandard2000.length && side >= 0 && side < 2)
          codes[patient] = side * usStandard2000.length + group
      }
      return codes
    }
  }
}

/** Dimensions that the Patient resource answers. */
export function personDimensions(store: Store): Dimension[] {
  const table = store.tables.get('patient')
  if (table === undefined) return []
  const text = (name: string): DictionaryColumn => table.column(name, 'dictionary')
  const standardAges = ageDimension(
    store,
    'age-standard',
    m.ageGroupsOfTheUSStandard,
    usStandard2000.map((group) => group.from),
    true
  )
  const sex = sexDimension(store, text('gender'))
  return [
    ageDimension(store, 'age', common.age, ageBands, false),
    ageDimension(store, 'age5', m.ageGroup, fiveYearBands, true),
    standardAges,
    sex,
    ageSexDimension(store, standardAges, sex),
    textDimension(store, text('race'), { id: 'race', label: m.race, group: 'people' }, { groupOf: raceOf }),
    textDimension(store, text('ethnicity'), { id: 'ethnicity', label: m.ethnicity, group: 'people' }),
    textDimension(
      store,
      text('language'),
      { id: 'language', label: m.language, group: 'people' },
      { labelOf: languageName }
    ),
    livingDimension(store, table),
    ...(table.columns.has('sources')
      ? [textDimension(store, text('sources'), { id: 'sources', label: common.sources, group: 'people' })]
      : []),
    textDimension(store, text('state'), { id: 'state', label: common.state, group: 'place-and-payer' }),
    textDimension(store, text('city'), { id: 'city', label: m.city, group: 'place-and-payer' })
  ]
}
