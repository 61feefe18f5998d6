import type { PinnedDefinition, UsedDefinition } from '#shared/governance/definition.ts'
import type { PublishedCount } from '#shared/governance/published-count.ts'
import type { SavedCohort } from '#engine/cohorts/definition/walk-definition.ts'
import type { Day } from '#engine/base/figures/filter.ts'
import type { DeidentificationReport } from '#engine/sharing/deidentify/write-set.ts'
import type { ProfileId } from '#engine/sharing/deidentify/profile.ts'
import type { ComparedPack } from '#engine/sharing/pack/compare-pack.ts'
import type { MadePack } from '#engine/sharing/pack/make-pack.ts'
import type { PackDocument } from '#engine/sharing/pack/pack-document.ts'
import type { EarlierPack } from '#engine/sharing/pack/suppress-pack.ts'

/** Cohorts that go into a pack. */
export interface PackCohortChoice {
  /** Ids. */
  readonly chosen: readonly string[]
  /** All that are saved, as chosen ones may name others. */
  readonly saved: readonly SavedCohort[]
  /** What the registry of definitions says of each, by id. */
  readonly approvals: Readonly<Record<string, PinnedDefinition['state']>>
}

/** A pack as it is to be made. */
export interface SharedPackRequest {
  readonly series: string
  readonly asOf: Day
  /** Counts of 1 to so many people are withheld, with what would tell them. */
  readonly limit: number
  /** Version of the program. */
  readonly engine: string
  readonly earlier: readonly EarlierPack[]
  readonly cohorts: PackCohortChoice
  /** What the registry of definitions says of each registry, by id. */
  readonly approvals: Readonly<Record<string, PinnedDefinition['state']>>
  /** What the register of published counts says of {@link SharingApi.packCounts}. */
  readonly register: { readonly data: string; readonly withheld: readonly string[] }
}

/** A pack of another site next to the data that are loaded. */
export interface PackComparison extends ComparedPack {
  readonly pack: Omit<PackDocument, 'aggregates' | 'definitions' | 'cohorts'>
  /** The registries and cohorts of the pack, which all its counts rest on. */
  readonly definitions: readonly UsedDefinition[]
  readonly seal: string
  /** The same as CSV. */
  readonly csv: string
}

/** What the page asks of the store worker about sharing. */
export interface SharingApi {
  /** The counts that a pack would hold, for the register of published counts. @param data names the data by what is in them */
  packCounts(asOf: Day, data: string, cohorts: PackCohortChoice): Promise<readonly PublishedCount[]>
  /** @throws AppError `not-allowed` where earlier packs leave a small count no room */
  sharePack(request: SharedPackRequest): Promise<{ readonly made: MadePack; readonly text: string }>
  /**
   * @param text of the file
   * @param seal that the sender told; undefined where it is not checked
   * @param limit small counts of these data are withheld; 0 on the screen of their own computer
   * @param register what the register of published counts says of {@link comparedPackCounts}, where the comparison leaves
   * @param saved cohorts of this site: those of a pack with the same definition are the same question
   * @throws AppError `invalid-input` for a file that is no pack, or was changed
   */
  sharedPackCompare(
    text: string,
    seal: string | undefined,
    asOf: Day,
    limit: number,
    register?: SharedPackRequest['register'],
    saved?: readonly SavedCohort[]
  ): Promise<PackComparison>
  /**
   * The counts of these data in a comparison, for the register of published counts.
   * @param data names the data by what is in them
   * @throws AppError as {@link sharedPackCompare}
   */
  comparedPackCounts(
    text: string,
    seal: string | undefined,
    asOf: Day,
    limit: number,
    data: string,
    saved: readonly SavedCohort[]
  ): Promise<readonly PublishedCount[]>
  /** @param zipPopulations CSV with people by ZIP code; the list of the guidance without it */
  shareDataSet(
    profile: ProfileId,
    engine: string,
    zipPopulations: string | undefined
  ): Promise<{
    readonly file: Blob
    readonly report: DeidentificationReport
    /** The views that its tables are made by. */
    readonly definitions: readonly UsedDefinition[]
  }>
}
