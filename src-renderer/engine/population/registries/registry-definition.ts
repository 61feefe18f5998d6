import type { Citation } from '../../base/figures/figure.ts'
import type { PayerClaimKind } from '../claims/claim-kind.ts'
import type { RuleOutService } from '../claims/rule-out-claims.ts'

/**
 * Registries as they are when loaded: who counts as having a long-term condition, and how its control is measured. The files
 * `resources/registries/*.json` have the same fields but for those that `load-registries.ts` reads in another form
 * (`acuteCare`, `withoutResult`, `like`, `of`). Definitions are data, so that a clinic can read, cite and replace them.
 */

/** One code of a concept. A `prefix` stands for every code that begins with it (ICD-10-CM); dots are not compared. */
export interface RegistryCode {
  readonly code: string
  readonly display: string
  /** Default `exact`. */
  readonly match?: 'exact' | 'prefix'
}

/** Codes by code system URI. */
export type CodesBySystem = Readonly<Record<string, readonly RegistryCode[]>>

/** A unit that results may come in: `value * factor + offset` is the value in the measurement's own unit. */
export interface UnitConversion {
  /** As written in the data; compared without regard to case. '' stands for a result without unit. */
  readonly unit: string
  /** Default 1. */
  readonly factor?: number
  /** Default 0. */
  readonly offset?: number
}

/** One number of a measurement: the only one of a laboratory test, or systolic and diastolic of a blood pressure. */
export interface MeasurementPart {
  readonly title: string
  readonly codes: CodesBySystem
  /** Results in any other unit, or in none, are not used. */
  readonly units: readonly UnitConversion[]
  /** Results outside of these bounds (inclusive, after conversion) are not used. */
  readonly plausible: readonly [number, number]
  /** Observations that have it as one of several numbers in a text, such as a blood pressure of "120/80". */
  readonly inText?: {
    readonly codes: CodesBySystem
    /** Which of the numbers it is, from 0. */
    readonly place: number
  }
}

/** A test that is repeated over time. A day counts only when all parts have a usable result on it. */
export interface Measurement {
  readonly title: string
  /** The unit all results are converted to, as shown. */
  readonly unit: string
  readonly parts: readonly MeasurementPart[]
  /** Which result of one day counts: the last one, or (as CMS165 does for blood pressure) the lowest of each part. */
  readonly sameDay: 'last' | 'lowest'
  /**
   * A final test without a number counts as the latest one, as CMS122 has it: its value cannot be told, be it missing or a
   * text such as "See comment". Only with one part.
   */
  readonly countsWithoutResult?: true
  /** Results of days with a stay or an emergency visit do not count, as CMS165 has it. */
  readonly excludesAcuteCare?: true
}

/**
 * A class of control. The first band whose limits all hold is the person's band, so order matters; a band without limits
 * takes the rest. Limits hold one number per part of the measurement.
 */
export interface ControlBand {
  readonly id: string
  readonly label: string
  readonly tone: 'a' | 'b' | 'c' | 'd'
  /** Below, not including. */
  readonly below?: readonly number[]
  /** Up to and including. */
  readonly upTo?: readonly number[]
  /** This or more. */
  readonly atLeast?: readonly number[]
}

/** A share of the registry's people that is worth a figure of its own: those in one of `bands`. */
export interface ControlShare {
  readonly title: string
  readonly bands: readonly string[]
}

/** How well the condition is controlled: the latest result of a measurement within a window, put in bands. */
export interface Control {
  readonly id: string
  readonly title: string
  /** In plain words. */
  readonly text: string
  readonly measurement: Measurement
  readonly windowMonths: number
  /** From best to worst. */
  readonly bands: readonly ControlBand[]
  /** Label of people without a usable result in the window; their band id is `none`. */
  readonly noneLabel: string
  /** The bands that count as controlled. */
  readonly goal: ControlShare
  /** The bands that call for attention; may include `none`. */
  readonly concern: ControlShare
}

/**
 * Membership by measurement instead of diagnosis. `latest`: while the latest result meets the limit. `repeated`: once a
 * result meets it, and again at least `minimumGapDays` later, with no result in between that does not.
 */
export interface Evidence {
  readonly kind: 'latest' | 'repeated'
  readonly text: string
  readonly measurement: Measurement
  readonly below?: number
  readonly atLeast?: number
  readonly minimumGapDays?: number
  /** Results at a younger age are not used. */
  readonly minimumAge?: number
  /** Months for which the latest result counts; without it, the result counts until there is another one. */
  readonly windowMonths?: number
}

/**
 * Membership by claims: enough claims with a code of the registry, in any position, within a number of months. Modeled on
 * the algorithms of the CMS Chronic Conditions Warehouse.
 */
export interface ClaimsRule {
  /** Claims for stays that suffice. */
  readonly inpatient: number
  /** Outpatient and professional claims that suffice. */
  readonly outpatient: number
  /** Days that lie between the services of two of them at a minimum: 1 for two different days. */
  readonly daysApart: number
  /** All within this many months. */
  readonly withinMonths: number
  /** Kinds of claims that are for stays. */
  readonly stays: readonly PayerClaimKind[]
  /** Outpatient and professional claims for nothing but these are left out. */
  readonly excludeRuleOut: readonly RuleOutService[]
  readonly source: Citation
}

/** An official value set of the same concept that the codes are compared with. */
export interface Comparison {
  /** The value set's OID. */
  readonly valueSet: string
  readonly name: string
  /** How the value set's concept relates to ours. */
  readonly relation: 'same' | 'broader' | 'narrower'
  /** What is compared with it. Default: the registry's own codes. */
  readonly of?: string
}

/** A code that no compared value set holds, or all such codes of a code system, and why they are here all the same. */
export interface BeyondCode {
  readonly system: string
  readonly code?: string
  readonly reason: string
}

/** A registry as loaded: validated, with `like` references resolved. */
export interface Registry {
  readonly id: string
  readonly title: string
  readonly version: string
  /** In plain words: who counts. */
  readonly text: string
  readonly sources: readonly Citation[]
  /**
   * `chronic-lifelong`: from the first qualifying diagnosis on, whatever is recorded about its end. `resolvable`: while
   * at least one qualifying diagnosis is not ended.
   */
  readonly course: 'chronic-lifelong' | 'resolvable'
  /**
   * Address of the built-in value set of the same disease, which measures use: it has the same ICD-10-CM and SNOMED CT
   * codes, and what is added to it counts here, too.
   */
  readonly list?: string
  readonly codes: CodesBySystem
  readonly evidence: readonly Evidence[]
  /** Without it, claims make nobody a member. */
  readonly claims?: ClaimsRule
  readonly controls: readonly Control[]
  readonly comparedWith: readonly Comparison[]
  readonly beyond: readonly BeyondCode[]
}
