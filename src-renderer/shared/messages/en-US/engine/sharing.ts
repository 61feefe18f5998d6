import { activeLocale } from '../../locale.ts'
import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of engine/sharing. */
export const engineSharingMessages = catalog({
  aHandOverHoldsAtMost: (limit: number, records: number) =>
    `A hand-over holds at most ${limit.toLocaleString(activeLocale)} records about gaps, and these gaps have ${records.toLocaleString(activeLocale)}. No file was written: choose fewer gaps.`,
  theHandOverIsTooLong:
    'The file of this hand-over would be longer than what can be received. No file was written: choose fewer gaps.',
  theFileIsNoHandOver: 'The file is no hand-over of a worklist. Choose a file that Populus wrote.',
  theHandOverDoesNotOpen:
    'The hand-over does not open: the passphrase is another one, or the file was changed. Nothing was received.',
  theHandOverIsOfAnother: 'The hand-over is of another version of Populus. Nothing was received.',
  packOfTheSeriesPopulus: (series: Text, asOf: Text, engine: Text) =>
    `Pack of the series ${series}, ${asOf}, Populus ${engine}`,
  theFileIsNoPackIt: 'The file is no pack: it is not JSON. Choose a file that Populus wrote.',
  thePackHasTheFormatAnd: (format: Text, packFormat: Text) =>
    `The pack has the format ${format}, and this version of Populus reads ${packFormat}. Ask for a pack of this version.`,
  theFileIsNoPackOr: 'The file is no pack, or a part of it was changed. It is not used.',
  thePackWasChangedAfterIt:
    'The pack was changed after it was sealed: its seal does not fit. It is not used. Ask for it again.',
  theDefinitionOfThePackDoes: (id: Text) => `The definition "${id}" of the pack does not fit its hash. It is not used.`,
  thePackHasAnotherSealThan:
    'The pack has another seal than the one that was given. It is not the pack that was sent. It is not used.',
  andExposedMore: (exposed: Text) => ` and ${exposed} more`,
  withWhatLeftBeforeThisPack: (dates: Text, named: Text, more: Text) =>
    `With what left before (${dates}), this pack would reveal small groups: ${named}${more}. No pack was made. Wait until the groups have grown, or begin a new series for recipients who do not have the earlier packs.`,
  moreCountsThanCanBeComparedWith: (max: number) =>
    `More than ${max.toLocaleString(activeLocale)} counts of one day would have to be compared with what left before. Nothing left. Let fewer figures leave at once.`,
  titleOfTheDay: (title: Text, day: Text) => `"${title}" of ${day}`,
  aDifferenceOfTwoCounts: 'a difference of two counts',
  withWhatLeftBeforeThisWould: (before: Text, named: Text, more: Text) =>
    `Together with what left before (${before}), small groups could be found from this: ${named}${more}. Nothing left. Leave these figures out, choose other groups or filters, or wait until the groups have grown.`,
  notMembersOf: (title: Text) => `Not ${title}`,
  cannotBeDeterminedOf: (title: Text) => `${title}: cannot be determined`,
  itNamesACohortThatIsGone: 'it names a cohort that is gone',
  itNamesACohort: (title: Text, reason: Text) => `it names the cohort “${title}”, which is left out: ${reason}`,
  noRegistryHoldsTheCodeList: (list: Text) =>
    `no registry of the pack holds the code list ${list}; put its codes into the cohort`,
  itListsPeople: 'it lists people of these data',
  itAsksForAMeasure: 'it asks for the result of a measure, whose logic a pack does not hold',
  itNamesARegistry: (registry: Text) => `it names the registry ${registry}, which the pack does not hold`,
  itFiltersBy: (dimension: Text) => `it filters by ${dimension}, whose values are words of this site`
})
