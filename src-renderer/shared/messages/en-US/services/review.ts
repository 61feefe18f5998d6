import { catalog } from '../../catalog.ts'

/** Texts of services/review. */
export const servicesReviewMessages = catalog({
  muchMoreDataReadThanUsual: 'Much more data read than usual',
  anAccountReadDataOfPeople:
    'An account read data of people on one day more often than 30 times, and more often than the median of its earlier days plus 8 times their median distance from it. Needs 10 earlier days.',
  dataReadAtUnusualHours: 'Data read at unusual hours',
  anAccountReadDataOfPeopleMore:
    'An account read data of people more than 3 times on one day between 21:00 and 06:00 or on a weekend, while less than 5% of what it read on earlier days was at such hours. Needs 10 earlier days.',
  manyNamesRevealed: 'Many names revealed',
  anAccountRevealedNamesMoreThan: 'An account revealed names more than 20 times on one day.',
  manyExports: 'Many exports',
  dataWereExportedByOneAccount: 'Data were exported by one account more than 25 times on one day.',
  repeatedRefusals: 'Repeated refusals',
  anAccountWasRefusedSomethingMore: 'An account was refused something more than 5 times within one hour.',
  aWatchedPersonWasOpened: 'A watched person was opened',
  dataOfAPersonOnThe: 'Data of a person on the watch list were read or revealed, even once.',
  thereIsNoRecordOfRevealed: 'There is no record of revealed names with this number. List the reveals again.'
})
