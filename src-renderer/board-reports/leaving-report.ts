import {
  FigureHider,
  FigureRecorder,
  type DataOf,
  type FigureRelease
} from '#engine/sharing/published/figure-release.ts'
import type { PublishedCount } from '#shared/governance/published-count.ts'
import type { ReportDocument } from './report-document.ts'

/** Enters counts in the register of published counts. @returns keys of those that must not leave */
export type EnterCounts = (counts: readonly PublishedCount[]) => Promise<readonly string[]>

/** Makes a report with formats that ask about each figure. */
export type BuildReport = (release: FigureRelease) => ReportDocument

/**
 * Makes reports that leave together: once to see which counts are in them, all of which are solved together, and again without
 * those that must not leave.
 * @throws what `enter` throws
 */
export async function leavingReports(
  builds: readonly BuildReport[],
  dataOf: DataOf,
  enter: EnterCounts
): Promise<readonly ReportDocument[]> {
  const recorder = new FigureRecorder(dataOf)
  for (const build of builds) build(recorder)
  const hider = new FigureHider(await enter(recorder.counts), dataOf)
  return builds.map((build) => build(hider))
}
